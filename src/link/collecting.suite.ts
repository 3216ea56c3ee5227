import assert from 'node:assert/strict';

import type { LinkEnd, Reader } from './link.ts';

/** Takes as many bytes as the list says, one number a chunk, and then all; keeps them as text, one character a byte. */
export class Collecting implements Reader {
  readonly chunks: string[] = [];
  end: LinkEnd | undefined = undefined;
  readonly #takes: number[];

  constructor(takes: readonly number[] = []) {
    this.#takes = [...takes];
  }

  get text(): string {
    return this.chunks.join('');
  }

  take(chunk: Uint8Array): number {
    assert.ok(chunk.length > 0, 'no chunk is empty');
    assert.equal(this.end, undefined);
    const taken = Math.min(this.#takes.shift() ?? Infinity, chunk.length);
    if (taken > 0) this.chunks.push(Buffer.from(chunk.subarray(0, taken)).toString('latin1'));
    return taken;
  }

  ended(how: LinkEnd): void {
    this.end = how;
  }
}

/** Hands a stream over as links do, cut at these places: what was left comes again. */
export function handOver(reader: Reader, stream: string, places: readonly number[]): void {
  const whole = Buffer.from(stream, 'latin1');
  const ends = [...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  let begin = 0;
  for (const end of ends) {
    for (let rest = whole.subarray(begin, end); rest.length > 0;) {
      const taken = reader.take(rest);
      assert.ok(taken >= 0 && taken <= rest.length);
      rest = rest.subarray(taken);
    }
    begin = end;
  }
}
