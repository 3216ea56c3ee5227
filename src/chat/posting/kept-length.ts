import type { Asked } from '#chat/event.ts';
import { maxMentions } from '#chat/limits.ts';

/** What a mention counts for in addition to the text, in UTF-16 units: it may be kept as a row. */
const mentionLength = 64;
/**
 * What an entry counts for in addition to its texts and names; and what a reaction or a removal counts for, which is
 * kept with its message.
 */
const [entryLength, changeLength] = [64, 256];
/** What is kept of each kind. 0: no entry, and no more than one row for each user, room, code or password. */
const lengths: Readonly<Record<Asked['kind'], number>> = {
  founded: 0,
  keyed: 0,
  began: 0,
  came: 0,
  moved: 0,
  went: 0,
  renamed: entryLength,
  joined: entryLength,
  left: entryLength,
  listed: entryLength,
  unlisted: entryLength,
  kicked: entryLength,
  invited: entryLength,
  topic: entryLength,
  role: entryLength,
  set: entryLength,
  roomNamed: entryLength,
  closed: entryLength,
  message: entryLength,
  edited: entryLength,
  redacted: changeLength,
  reacted: changeLength,
  registered: 0,
  credential: 0,
  unregistered: 0,
  enrolled: 0,
  imported: 0,
  setting: entryLength,
  tokenMade: entryLength,
  serverRole: entryLength,
  claimed: 0,
  tokenRevoked: entryLength,
  loggedOut: 0,
  used: 0,
  read: 0,
  heard: 0,
  delivered: 0,
  level: 0,
  ignored: 0,
  away: entryLength,
};

/** The text of an event, if it has one. */
export const textOf = (event: Asked): string | undefined => ('text' in event ? event.text : undefined);

/** The texts and names that a draft holds, in UTF-16 units. */
export function heldLength(event: Asked, room = ''): number {
  if (event.kind === 'message') return event.text.length + room.length;
  if (event.kind === 'came') return (event.address?.length ?? 0) + room.length;
  let length = room.length - event.kind.length;
  for (const value of Object.values(event)) if (typeof value === 'string') length += value.length;
  return length;
}

/** Names that are looked for in a message: nearly always none. */
export function namesIn(event: Asked): number {
  if (event.kind !== 'message') return 0;
  let names = 0;
  for (let at = event.text.indexOf('@'); at !== -1 && names < maxMentions; at = event.text.indexOf('@', at + 1)) {
    names++;
  }
  return names;
}

/** What of an event counts as kept, in UTF-16 units. `names`: as above. Undefined: nothing. */
export function keptLength(event: Asked, names: number): number | undefined {
  const length = lengths[event.kind];
  return length === 0 ? undefined : length + heldLength(event) + names * mentionLength;
}

const undoing: ReadonlySet<Asked['kind']> = new Set(['left', 'unlisted', 'tokenRevoked']);

/**
 * Whether an event undoes an earlier one, which was counted: it is never refused as too much. Otherwise somebody who
 * has stolen a code could prevent its revocation by using up the limit.
 */
export const undoes = ({ kind }: Asked): boolean => undoing.has(kind);
