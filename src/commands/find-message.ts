import type { Entry, Seq } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import type { CommandContext } from './command-context.ts';

/** Entries read to find a message, in pages. */
const pageEntries = 100;
const maxPages = 5;
/** Users among whom a name is looked for. */
const maxOnline = 1000;

/** The number of a message as people write it: `142` or `[142]`; undefined for anything else. */
export function numberIn(text: string): Seq | undefined {
  const [, digits] = /^(?:\[([0-9]{1,15})\]|[0-9]{1,15})$/.exec(text) ?? [];
  const number = Number(digits ?? text);
  return /^[[0-9]/.test(text) && Number.isSafeInteger(number) ? number : undefined;
}

/**
 * The message that a command refers to, by its number or by the name of its author; or the reason why there is none. By
 * name it is the latest one, private or not: an answer to a private message must not become public.
 */
export function pointedAt(context: CommandContext, text: string): Entry | RefusalCode {
  const number = numberIn(text);
  const found = number === undefined ? undefined : context.chat.message(context.seat, number);
  if (found) return found.entry;
  const name = text.replace(/^@/, '');
  const isTheirs = ({ from }: Entry): boolean => fold(from.name) === fold(name);
  const last = [...new Set([context.spoken, context.room, name])].map((place) => lastMessage(context, place, isTheirs));
  const entries = last.filter((each): each is Entry => typeof each !== 'string');
  return entries.toSorted((one, other) => other.seq - one.seq)[0] ?? 'no-message';
}

/** The first word of a text, as a name may stand there: `@bob: spam`. */
export const nameAhead = (text: string): string =>
  (text.split(/\s/u)[0] ?? '').replace(/^@/, '').replace(/(?<=.)[,:;.!?]+$/u, '');

/** Whether somebody is here, or has an account, under that name. */
export const isNamed = ({ chat }: CommandContext, name: string): boolean =>
  chat.accountNamed(name) !== undefined || chat.online(maxOnline).some((user) => fold(user.name) === fold(name));

/** The person's last message in the room where it last sent one. */
export const ownLast = (context: CommandContext): Entry | RefusalCode =>
  lastMessage(context, context.spoken, ({ from }) => from.id === context.seat.user);

/** The last message of a room that is not removed and is wanted. */
function lastMessage(
  { chat, seat }: CommandContext,
  room: string,
  isWanted: (entry: Entry) => boolean,
): Entry | RefusalCode {
  let before: Seq | undefined;
  for (let page = 0; page < maxPages; page++) {
    const entries = chat.history(seat, { room, limit: pageEntries, before });
    if (typeof entries === 'string') return entries;
    const found = entries.findLast((entry) => isStanding(entry) && isWanted(entry));
    if (found) return found;
    if (entries.length < pageEntries) break;
    before = entries[0]?.seq;
  }
  return 'no-message';
}

const isStanding = ({ event }: Entry): boolean => event.kind === 'message' && event.redacted !== true;

/** The channel of a message, or the other user of its direct room. */
export const placeOf = ({ from, room }: Entry, { seat }: CommandContext): string =>
  room === undefined ? '' : room.name.startsWith('#') || from.id === seat.user ? room.name : from.name;
