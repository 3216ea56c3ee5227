import { maxRooms } from '#chat/limits.ts';

/** Who may register an account: everybody, only people with an invitation code, or nobody. */
export type Registration = 'open' | 'invite' | 'closed';

/**
 * The settings of the whole chat, as they are in force. They are made by drafts, so all nodes have the same, and `decide`
 * may read them; it reads no node's configuration.
 */
export interface ChatSettings {
  /** A listener may have a stricter rule. While it is not set, a listener that is not on loopback is closed. */
  readonly registration: Registration;
  /** Whether a user may log in without a password. A listener may have a stricter rule. */
  readonly guests: boolean;
  /** Seconds in which a message can be edited by its author; 0: never, Infinity: always. */
  readonly 'edit-window': number;
  /** Who may make channels. */
  readonly 'room-creation': 'anyone' | 'accounts' | 'operators';
  /** Channels that a user may be a member of. */
  readonly 'max-rooms-per-user': number;
}

export type ChatSettingName = keyof ChatSettings;

/** The settings that were set, as text. */
export type SetValues = { readonly [name in ChatSettingName]?: string };

interface Row<N extends ChatSettingName> {
  /** While nothing is set. */
  readonly usual: string;
  /** Undefined: not a valid value. */
  readonly parse: (text: string) => ChatSettings[N] | undefined;
  /** What values there are, for people. */
  readonly values: string;
  readonly about: string;
}

/** Ten years of seconds. */
const longest = 315_360_000;

const oneOf =
  <W extends string>(...words: readonly W[]) =>
  (text: string): W | undefined =>
    words.find((word) => word === text);

function numberFrom(least: number, most: number, text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,9})$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

const rows: { readonly [N in ChatSettingName]: Row<N> } = {
  registration: {
    usual: 'open',
    parse: oneOf('open', 'invite', 'closed'),
    values: 'open, invite or closed',
    about: 'who may register an account: everybody, only with an invitation code, or nobody',
  },
  guests: {
    usual: 'yes',
    parse: (text) => (text === 'yes' || text === 'no' ? text === 'yes' : undefined),
    values: 'yes or no',
    about: 'whether people may log in without an account',
  },
  'edit-window': {
    usual: '900',
    parse: (text) => (text === 'none' ? Infinity : numberFrom(0, longest, text)),
    values: 'a number of seconds, 0 for never, or none for no limit',
    about: 'how long after sending a message its author may edit it',
  },
  'room-creation': {
    usual: 'anyone',
    parse: oneOf('anyone', 'accounts', 'operators'),
    values: 'anyone, accounts or operators',
    about: 'who may make rooms',
  },
  'max-rooms-per-user': {
    usual: `${maxRooms}`,
    parse: (text) => numberFrom(1, maxRooms, text),
    values: `a number from 1 to ${maxRooms}`,
    about: 'how many rooms one user may be a member of',
  },
};

export const chatSettingNames = Object.keys(rows) as readonly ChatSettingName[];

export const isChatSetting = (name: string): name is ChatSettingName => Object.hasOwn(rows, name);

/** Whether the setting may have that value. */
export const isSettingValue = (name: ChatSettingName, text: string): boolean => rows[name].parse(text) !== undefined;

export const settingsInForce = (set: SetValues): ChatSettings => ({
  registration: inForce(set, 'registration'),
  guests: inForce(set, 'guests'),
  'edit-window': inForce(set, 'edit-window'),
  'room-creation': inForce(set, 'room-creation'),
  'max-rooms-per-user': inForce(set, 'max-rooms-per-user'),
});

function inForce<N extends ChatSettingName>(set: SetValues, name: N): ChatSettings[N] {
  const { parse, usual } = rows[name];
  const value = parse(set[name] ?? usual) ?? parse(usual);
  if (value === undefined) throw new Error(`the setting ${name} has no valid default`);
  return value;
}

/** A setting, for people. */
export interface ChatSettingShown {
  readonly name: ChatSettingName;
  /** In force. */
  readonly value: string;
  /** Whether it was set; otherwise it is the default. */
  readonly isSet: boolean;
  readonly usual: string;
  readonly values: string;
  readonly about: string;
}

/** The value of a setting in force, as text. */
export const settingInForce = (set: SetValues, name: ChatSettingName): string => set[name] ?? rows[name].usual;

/** All settings, as they are in force. */
export const settingsShown = (set: SetValues): readonly ChatSettingShown[] =>
  chatSettingNames.map((name) => {
    const { usual, values, about } = rows[name];
    return { name, value: settingInForce(set, name), isSet: set[name] !== undefined, usual, values, about };
  });

/** What values a setting may have, for people. */
export const valuesOf = (name: ChatSettingName): string => rows[name].values;

/** The values with one changed; an empty text removes it. */
export function withValue(set: SetValues, name: ChatSettingName, text: string): SetValues {
  const { [name]: _, ...others } = set;
  return text === '' ? others : { ...others, [name]: text };
}

const strictness: Readonly<Record<Registration, number>> = { open: 0, invite: 1, closed: 2 };

/** The stricter of two rules. */
export const stricter = (one: Registration, other: Registration): Registration =>
  strictness[one] >= strictness[other] ? one : other;
