import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { Mask } from '#text/mask.ts';

/** One character per byte. */
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The masked form of chunks that a client wrote one after the other. */
export function shownOf(mask: Mask, ...pieces: readonly string[]): string {
  return pieces.map((piece) => Buffer.from(mask(bytes(piece))).toString('latin1')).join('');
}

/** Checks that a text, cut in two anywhere or into single bytes, is masked as in one piece. */
export function assertShown(make: () => Mask, text: string, shown: string): void {
  assert.equal(shownOf(make(), text), shown);
  for (let cut = 0; cut <= text.length; cut++) {
    assert.equal(shownOf(make(), text.slice(0, cut), text.slice(cut)), shown, `cut at ${cut}`);
  }
  assert.equal(shownOf(make(), ...text), shown, 'byte by byte');
}

/** Checks this for any password, however it is cut. The password is `<secret>` in the texts. */
export function assertHidden(make: () => Mask, texts: readonly string[], password: fc.Arbitrary<string>): void {
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...texts), password, cuts, (text, secret, parts) => {
      const whole = text.replaceAll('<secret>', () => secret);
      const places = [0, ...parts.map((part) => Math.floor(part * whole.length)).toSorted((a, b) => a - b)];
      const pieces = places.map((from, nth) => whole.slice(from, places[nth + 1] ?? whole.length));
      const shown = shownOf(make(), ...pieces);
      assert.equal(
        shown,
        text.replaceAll('<secret>', () => '*'.repeat(secret.length)),
      );
      assert.equal(shown, shownOf(make(), whole));
    }),
  );
}

/** Checks that any bytes keep their number, are masked independently of cuts, and are copied. */
export function assertHarmless(make: () => Mask, cutsMatter = false): void {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (chunk, cut) => {
      const [first, second] = [chunk.subarray(0, cut), chunk.subarray(cut)];
      const mask = make();
      const shown = Buffer.concat([mask(first), mask(second)]);
      assert.equal(shown.length, chunk.length);
      if (!cutsMatter) assert.deepEqual(shown, Buffer.from(make()(chunk)));
    }),
  );
}
