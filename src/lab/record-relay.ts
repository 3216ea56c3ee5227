import type { Link, LinkEnd } from '#link/link.ts';

/** The bytes that may wait for one side before the other is no longer read. */
const most = 64 * 1024;

/** Observes what passes from one link to the other. */
export interface RelayObserver {
  /** Called with the bytes that are passed on. */
  took(chunk: Uint8Array): void;
  /** Called at the end of the link. The observer decides what happens to the other link. */
  ended(how: LinkEnd): void;
}

/** Passes bytes from one link to the other, and reads no faster than the other side does. */
export function relay(from: Link, to: Link, observer: RelayObserver): void {
  from.read({
    take(chunk) {
      if (to.queued > most) {
        void to.drained().then(() => from.resume());
        return 0;
      }
      observer.took(chunk);
      to.write(chunk);
      return chunk.length;
    },
    ended: (how) => observer.ended(how),
  });
}
