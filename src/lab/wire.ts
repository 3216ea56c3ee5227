import type { Link } from '#link/link.ts';
import type { Wire, WireEnd } from './transcript-server.ts';

/** Bytes held for an actor who does not read; with more, the link is not read either, so that its peer has to wait. */
const maxHeld = 64 * 1024;

/**
 * Makes an actor's end from a link; begins reading at once. `delivered` resolves when the other side has read
 * everything written so far; if omitted, writing ends when the transport has the bytes.
 */
export function wireOver(link: Link, delivered?: () => Promise<void>): Wire {
  const heard: Uint8Array[] = [];
  let [held, isFull] = [0, false];
  let end: WireEnd | undefined;
  let wake = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const rouse = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  link.read({
    take(chunk) {
      isFull = held >= maxHeld;
      if (isFull) return 0;
      held += chunk.length;
      heard.push(Uint8Array.from(chunk));
      rouse();
      return chunk.length;
    },
    ended(how) {
      end = how === 'ended' ? 'closed' : 'reset';
      if (end === 'reset') lost.resolve();
      rouse();
    },
  });
  return {
    async write(bytes) {
      link.write(bytes);
      await link.drained();
      if (delivered) await Promise.race([delivered(), lost.promise]);
    },
    async read() {
      for (;;) {
        const next = heard.shift() ?? end;
        if (typeof next === 'object') {
          held -= next.length;
          if (isFull && held < maxHeld) link.resume();
        }
        if (next !== undefined) return next;
        await wake.promise;
      }
    },
    hangUp: () => link.end(),
    cutOff: () => link.abort(),
  };
}
