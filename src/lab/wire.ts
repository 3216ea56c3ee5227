import type { Link } from '#link/link.ts';
import type { Wire, WireEnd } from './stage.ts';

/**
 * Makes an actor's end from a link; begins reading at once. `delivered` resolves when the other side has read
 * everything written so far; if omitted, writing ends when the transport has the bytes.
 */
export function wireOver(link: Link, delivered?: () => Promise<void>): Wire {
  const heard: Uint8Array[] = [];
  let end: WireEnd | undefined;
  let wake = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const rouse = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  link.read({
    take(chunk) {
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
        if (next !== undefined) return next;
        await wake.promise;
      }
    },
    hangUp: () => link.end(),
    cutOff: () => link.abort(),
  };
}
