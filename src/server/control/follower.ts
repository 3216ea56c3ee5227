import type { RunningChat } from '#chat/chat.ts';
import type { Entry, RoomId, Seq } from '#chat/event.ts';

/** Follows one room. Entries are read from the store, so none are queued here. */
export interface Follower {
  /** The last seq that is durable and may be shown. */
  readonly seen: Seq;
  /** Resolves with true when there are new entries since the last call, with false at the end. */
  more(): Promise<boolean>;
  /** Stops following. */
  stop(): void;
}

/** The most followers at the same time, so that other commands are still answered. */
const atOnce = 8;

/** `ended`: aborted when the chat ends. */
export function followers(
  chat: Pick<RunningChat, 'watch'>,
  ended: AbortSignal,
): (room: RoomId, gone: AbortSignal) => Follower | string {
  const following = new Set<(entry: Entry) => void>();
  let watching = false;
  return (room, gone) => {
    if (following.size >= atOnce) return `Too many commands follow rooms already (${atOnce}); end one of them first.`;
    if (!watching) {
      chat.watch((entry) => {
        for (const hear of following) hear(entry);
      });
    }
    watching = true;
    return newFollower(room, following, AbortSignal.any([ended, gone]));
  };
}

function newFollower(room: RoomId, following: Set<(entry: Entry) => void>, over: AbortSignal): Follower {
  let seen = 0;
  let isNew = false;
  let wake = (): void => {};
  const hear = (entry: Entry): void => {
    if (entry.room?.id !== room) return;
    seen = entry.seq;
    isNew = true;
    wake();
  };
  following.add(hear);
  over.addEventListener('abort', () => wake(), { once: true });
  return {
    get seen() {
      return seen;
    },
    async more() {
      if (!isNew && !over.aborted) await new Promise<void>((resolve) => (wake = resolve));
      isNew = false;
      return !over.aborted;
    },
    stop: () => void following.delete(hear),
  };
}
