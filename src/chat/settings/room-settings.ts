import type { SettingName } from './room-state.ts';

/** The settings of a room that are set by an event of the kind `set`. */
export type RoomSettingName = Exclude<SettingName, 'topic' | 'former'>;

interface Row {
  /** How the value is kept: empty for the default. Undefined: not a valid value. */
  readonly parse: (text: string) => string | undefined;
  /** What values there are, for people. */
  readonly values: string;
  readonly about: string;
}

/** Seconds between two messages of one member, at most: six hours. */
const maxSlow = 21_600;
/** Members in a room with a limit, at most. */
const maxLimit = 10_000;
/** Characters of a key. */
const maxKey = 64;

const flag = (about: string): Row => ({
  parse: (text) => (text === 'yes' ? 'yes' : text === 'no' || text === '' ? '' : undefined),
  values: 'yes or no',
  about,
});

const numberUpto =
  (most: number): Row['parse'] =>
  (text) => {
    if (text === '' || text === '0') return '';
    return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= most ? text : undefined;
  };

const rows: Readonly<Record<RoomSettingName, Row>> = {
  secret: flag('whether the room is hidden from everybody outside'),
  'invite-only': flag('whether only people with an invitation may join'),
  moderated: flag('whether only members with a role may speak'),
  'accounts-only': flag('whether guests may not join'),
  'topic-locked': flag('whether only operators may set the topic'),
  slow: {
    parse: numberUpto(maxSlow),
    values: `a number of seconds up to ${maxSlow}, or 0`,
    about: 'how long a member waits between two messages; operators do not wait',
  },
  key: {
    parse: (text) => (text.length <= maxKey && /^[^\p{Z}\p{C}]*$/u.test(text) ? text : undefined),
    values: `one word of at most ${maxKey} characters, or nothing`,
    about: 'the key that is needed to join without an invitation',
  },
  limit: {
    parse: numberUpto(maxLimit),
    values: `a number of members up to ${maxLimit}, or 0`,
    about: 'how many members there may be',
  },
  history: {
    parse: (text) => (text === 'all' ? 'all' : text === 'since-joining' || text === '' ? '' : undefined),
    values: 'all or since-joining',
    about: 'what members may read: everything, or what was said since they joined',
  },
};

export const roomSettingNames = Object.keys(rows) as readonly RoomSettingName[];

export const isRoomSetting = (name: string): name is RoomSettingName => Object.hasOwn(rows, name);

/** The value as it is kept, empty for the default; undefined: the setting cannot have it. */
export const parseRoomSetting = (name: RoomSettingName, text: string): string | undefined => rows[name].parse(text);

/** What a setting is, for people. */
export const roomSettingText = (name: RoomSettingName): { readonly values: string; readonly about: string } => ({
  values: rows[name].values,
  about: rows[name].about,
});
