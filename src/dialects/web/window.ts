import type { Entry, Seq } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { entryPart } from './entry-part.ts';
import type { Shown } from './protocol/values.ts';
import type { Window } from './protocol/exchanges.ts';
import type { Talker } from './talker.ts';

/** Entries of a window, at most. */
export const maxWindow = 200;
/** The same where the client does not say. */
export const usualWindow = 50;

/** The part of a room that is asked for; without a place, the newest. */
export interface WindowAsked {
  readonly room: string;
  readonly before?: Seq | undefined;
  readonly after?: Seq | undefined;
  readonly around?: Seq | undefined;
  readonly limit: number;
}

/** A part of a room, as far as the user may read it, or why there is none. */
export function windowPart(talker: Talker, asked: WindowAsked): Window | RefusalCode {
  const { room, before, after, around, limit } = asked;
  if (around !== undefined) return windowAround(talker, room, around, limit);
  const forward = after !== undefined;
  const found = talker.chat.history(talker.seat, { room, limit: limit + 1, before, after });
  if (typeof found === 'string') return found;
  const cut = found.length > limit;
  const entries = cut ? (forward ? found.slice(0, limit) : found.slice(1)) : found;
  return part(room, entries, { earlier: forward || cut, later: forward ? cut : before !== undefined });
}

function windowAround(talker: Talker, room: string, around: Seq, limit: number): Window | RefusalCode {
  const half = Math.floor(limit / 2);
  const { chat, seat } = talker;
  const older = chat.history(seat, { room, limit: half + 2, before: around + 1 });
  if (typeof older === 'string') return older;
  const newer = chat.history(seat, { room, limit: half + 1, after: around });
  if (typeof newer === 'string') return newer;
  const [earlier, later] = [older.length > half + 1, newer.length > half];
  return part(room, [...older.slice(-half - 1), ...newer.slice(0, half)], { earlier, later });
}

function part(name: string, entries: readonly Entry[], more: Pick<Window, 'earlier' | 'later'>): Window {
  const id = entries[0]?.room?.id ?? 0;
  const messages = entries.map(entryPart).filter((shown): shown is Shown => shown !== undefined);
  return { room: { id, name }, messages, ...more };
}
