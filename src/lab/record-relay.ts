import type { Link, LinkEnd } from '#link/link.ts';

/** So many bytes may wait for one side before the other is not read. */
const most = 64 * 1024;

/** Sees what passes from one link to another. */
export interface Witness {
  /** Bytes that are passed on at once. */
  took(chunk: Uint8Array): void;
  /** Nothing more will pass. What becomes of the other link is up to the witness. */
  ended(how: LinkEnd): void;
}

/** Passes what is read from one link to the other, as it comes, and reads no faster than the other side does. */
export function relay(from: Link, to: Link, witness: Witness): void {
  from.read({
    take(chunk) {
      if (to.queued > most) {
        void to.drained().then(() => from.resume());
        return 0;
      }
      witness.took(chunk);
      to.write(chunk);
      return chunk.length;
    },
    ended: (how) => witness.ended(how),
  });
}
