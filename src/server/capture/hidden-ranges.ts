import type { Mask } from '#text/mask.ts';
import type { Range } from './capture-event.ts';

const asterisk = 0x2a;

/** The runs of `*` in the shown bytes that mask something. */
export function hiddenRanges(bytes: Uint8Array, shown: Uint8Array): readonly Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at < shown.length; at++) {
    if (shown[at] === bytes[at]) continue;
    let [from, to] = [at, at + 1];
    while (from > (ranges.at(-1)?.to ?? 0) && shown[from - 1] === asterisk) from--;
    while (shown[to] === asterisk) to++;
    ranges.push({ from, to });
    at = to;
  }
  return ranges;
}

/** `masked: bytes 11 to 18`, counted from 0, both included. */
export const rangesText = (ranges: readonly Range[]): string =>
  `masked: ${ranges.map(({ from, to }) => (to - from === 1 ? `byte ${from}` : `bytes ${from} to ${to - 1}`)).join(', ')}`;

/** The masked bytes, and which ranges of them are masked. */
export interface Masked {
  readonly bytes: Uint8Array;
  readonly masked: readonly Range[];
}

/** Masks the secrets of one link. */
export class LinkMask {
  readonly #mask: Mask;

  constructor(mask: Mask) {
    this.#mask = mask;
  }

  client(bytes: Uint8Array): Masked {
    const shown = this.#mask(bytes);
    return { bytes: shown, masked: hiddenRanges(bytes, shown) };
  }

  server(bytes: Uint8Array): Masked {
    this.#mask.heard?.(bytes);
    const shown = this.#mask.server?.(bytes) ?? bytes;
    return { bytes: shown, masked: shown === bytes ? [] : hiddenRanges(bytes, shown) };
  }
}
