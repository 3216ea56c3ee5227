import type { Seq } from '#chat/event.ts';
import { quoted } from '#text/quoted.ts';

/** Somebody's name, and the last message of that user, if there is one. */
export interface Named {
  readonly name: string;
  readonly last?: Seq | undefined;
}

/**
 * The answer to `/delete REASON` if the reason begins with a name, or with a number that is not in the form of a message's number:
 * the person may mean a message, so nothing is removed. Undefined if it is a reason. `own`: the person's own last message, which would
 * be removed.
 */
export function whichMessage(reason: string, own: Seq, named: Named | undefined): string | undefined {
  const removesOwn = `/delete ${own} ${quoted(reason)} removes your own last message.`;
  const [, digits] = /^[#([]*([0-9]{1,15})[\])]*[.,:;]*(?:\s|$)/u.exec(reason) ?? [];
  if (digits !== undefined) return `Which message? /delete ${digits} removes that one; ${removesOwn}`;
  if (named === undefined) return undefined;
  const { name, last } = named;
  if (last === own) return `Which message? /delete ${own} removes your last one; ${removesOwn}`;
  const theirs =
    last === undefined
      ? 'A message is named by its number, which /history shows;'
      : `/delete ${last} removes the last one of ${quoted(name)};`;
  return `Which message? ${theirs} ${removesOwn}`;
}
