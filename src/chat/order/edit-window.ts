import { type Entry, type Millis, timeOf } from '#chat/event.ts';
import type { Refusal } from '#chat/refusal.ts';
import type { World } from './world.ts';

/** Why a message may not be edited any more. A draft whose clock is behind that of the message is in time. */
export function tooLate(world: World, entry: Entry, at: Millis): Refusal | undefined {
  const seconds = world.setting('edit-window');
  if (seconds === 0) return { code: 'too-late' };
  const until = timeOf(entry) + 1000 * seconds;
  return at > until ? { code: 'too-late', until, at } : undefined;
}
