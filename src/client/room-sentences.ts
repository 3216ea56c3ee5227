/** What a sentence of our server tells its user about rooms and people. Its names are as the server writes them. */
export interface Learned {
  /** The user is in this room now, and speaks there. */
  readonly entered?: string;
  /** The user has left this room, or closed it. */
  readonly left?: string;
  /** Others have removed the user from this room, or closed it. */
  readonly removedFrom?: string;
  readonly renamed?: { readonly before: string; readonly now: string };
  /** The user has set the key of a room; `isSet` is false: removed it. */
  readonly keyed?: { readonly room: string; readonly isSet: boolean };
  /** A room in a list. */
  readonly listed?: string;
  /** Who is in a room. */
  readonly present?: readonly string[];
  /** The user whose messages are not shown any more. */
  readonly ignored?: string;
  readonly nothingUnread?: true;
}

const room = String.raw`(#\S+)`;

/** Each pattern, and what its groups tell. */
const sentences: readonly (readonly [RegExp, (first: string, second: string) => Learned])[] = [
  [new RegExp(`^You are in ${room}\\. `, 'u'), (entered) => ({ entered })],
  [new RegExp(`^You left ${room}\\.$`, 'u'), (left) => ({ left })],
  [new RegExp(`^${room} is closed\\.$`, 'u'), (left) => ({ left })],
  [/^You were (?:removed|banned) from (#\S+?)\.?(?: |$)/u, (removedFrom) => ({ removedFrom })],
  [new RegExp(`^${room} was closed[ .]`, 'u'), (removedFrom) => ({ removedFrom })],
  [
    new RegExp(`^(?:Not sent: )?${room} is now (?:called )?${room}\\.(?: |$)`, 'u'),
    (before, now) => ({ renamed: { before, now } }),
  ],
  [
    new RegExp(`^key of ${room} is now (set|not set)\\.$`, 'u'),
    (keyed, is) => ({ keyed: { room: keyed, isSet: is === 'set' } }),
  ],
  [new RegExp(`^${room} \\(\\d+ here`, 'u'), (listed) => ({ listed })],
  [/^In #\S+: (.*)\.$/u, (names) => ({ present: names.split(', ').filter((name) => !/\s/u.test(name)) })],
  [/^You ignore (\S+)\. \/unignore /u, (ignored) => ({ ignored })],
  [/^There is nothing unread\.$/u, () => ({ nothingUnread: true })],
];

export function learnedFrom(sentence: string): Learned {
  for (const [pattern, tells] of sentences) {
    const found = pattern.exec(sentence);
    if (found) return tells(found[1] ?? '', found[2] ?? '');
  }
  return {};
}
