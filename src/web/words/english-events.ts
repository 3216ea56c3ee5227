import type { ListName, RoomSettingName } from '#dialects/web/protocol.ts';

type Lists = Readonly<
  Record<ListName, readonly [listed: (mask: string) => string, unlisted: (mask: string) => string]>
>;

const lists: Lists = {
  ban: [(mask) => `banned ${mask}`, (mask) => `lifted the ban of ${mask}`],
  mute: [(mask) => `muted ${mask}`, (mask) => `lifted the mute of ${mask}`],
  exception: [
    (mask) => `excepted ${mask} from bans and mutes`,
    (mask) => `ended the exception of ${mask} from bans and mutes`,
  ],
  invitation: [(mask) => `invited ${mask}`, (mask) => `withdrew the invitation of ${mask}`],
};

/** The settings of a room by their short names. */
export const settingNamesInEnglish: Readonly<Record<RoomSettingName, string>> = {
  secret: 'secret room',
  'invite-only': 'invited people only',
  moderated: 'only members with a voice write',
  'accounts-only': 'people with an account only',
  'topic-locked': 'only operators change the topic',
  slow: 'slow mode',
  key: 'key to join',
  limit: 'limit of members',
  history: 'history for new members',
};

/** Why the user is no longer in a room. `until` and `reason` may be empty. */
export const removedInEnglish = {
  kicked: (by: string, room: string, reason: string) => `${by} removed you from ${room}${reason && `: ${reason}`}`,
  banned: (by: string, room: string, until: string, reason: string) =>
    `${by} banned you from ${room}${until && ` until ${until}`}${reason && `: ${reason}`}`,
  closed: (by: string, room: string, reason: string) => `${by} closed ${room}${reason && `: ${reason}`}`,
  /** A sentence why. */
  refused: (room: string, why: string) => `You are no longer in ${room}. ${why}`,
};

/** What happens in a room besides messages. */
export const eventsInEnglish = {
  topic: (by: string, text: string) => `${by} set the topic to “${text}”`,
  noTopic: (by: string) => `${by} removed the topic`,
  kicked: (by: string, who: string, reason: string) => `${by} removed ${who}${reason && `: ${reason}`}`,
  invited: (by: string, who: string) => `${by} invited ${who}`,
  roomNamed: (by: string, before: string, name: string) => `${by} renamed ${before} to ${name}`,
  role: (by: string, who: string, role: string) => `${by} gave ${who} the role ${role}`,
  /** `value` may be empty. */
  on: (by: string, setting: string, value: string) => `${by} turned on “${setting}”${value && `: ${value}`}`,
  off: (by: string, setting: string) => `${by} turned off “${setting}”`,
  listed: (by: string, mask: string, list: ListName, until: string, reason: string) =>
    `${by} ${lists[list][0](mask)}${until && ` until ${until}`}${reason && `: ${reason}`}`,
  unlisted: (by: string, mask: string, list: ListName) => `${by} ${lists[list][1](mask)}`,
  /** The actor's name for an act of the command line or of the server itself. */
  server: 'The server',
  /** Masks that are no names. */
  account: (name: string) => `the account ${name}`,
  address: 'an address',
};
