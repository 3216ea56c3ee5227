import type { Asked } from '#chat/event.ts';
import { maxMentions } from '#chat/limits.ts';

/** What a mention counts for beside the text, in UTF-16 units: it may be kept as a row. */
const mentionLength = 64;
/** What a reaction or a removal counts for, which have no text, and are kept. */
const changeLength = 256;

/** The text of an event, if it has one. */
export const textOf = (event: Asked): string | undefined => ('text' in event ? event.text : undefined);

/** The texts and names that a draft holds, in UTF-16 units. */
export function heldLength(event: Asked, room = ''): number {
  if (event.kind === 'message') return event.text.length + room.length;
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
  if (event.kind === 'reacted' || event.kind === 'redacted') return changeLength;
  const text = textOf(event);
  return text === undefined ? undefined : text.length + names * mentionLength;
}
