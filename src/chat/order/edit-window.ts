import { type Entry, type Millis, timeOf } from '#chat/event.ts';
import type { World } from './world.ts';

/** Whether a message may not be edited any more. A draft whose clock is behind that of the message is in time. */
export function isTooLate(world: World, entry: Entry, at: Millis): boolean {
  const seconds = world.setting('edit-window');
  return seconds === 0 || at - timeOf(entry) > 1000 * seconds;
}
