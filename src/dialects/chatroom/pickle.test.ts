import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { pickled, unpickled } from './pickle.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

const bob = '8c03626f6294';

describe('lists are written as CPython writes them', () => {
  test('nothing, a name, two', () => {
    assert.equal(hex(pickled([])), '80045d942e');
    assert.equal(hex(pickled(['bob'])), `8004950a000000000000005d94${bob}612e`);
    assert.equal(hex(pickled(['bob', 'carol'])), `80049513000000000000005d9428${bob}8c056361726f6c94652e`);
  });

  test('a long name', () => {
    assert.ok(hex(pickled(['é'.repeat(200)])).startsWith('8004959a010000000000005d945890010000c3a9'));
    assert.ok(hex(pickled(['x'.repeat(255)])).includes('8cff7878'));
  });

  test('more names than it appends at a time', () => {
    // Made by CPython 3.11.
    const digest = '1178ed61f2d703e3ced92efccf19ca778a0ec019c70d13fd940b2022398fe1f9';
    const names = Array.from({ length: 2001 }, (_, n) => `n${n}`);
    assert.equal(createHash('sha256').update(pickled(names)).digest('hex'), digest);
  });
});

describe('what is read', () => {
  test('is what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 })), (names) => {
        assert.deepEqual(unpickled(pickled(names)), names);
      }),
    );
  });

  test('comes in simpler and in other forms, too', () => {
    const rows: readonly (readonly [string, readonly string[]])[] = [
      [`80045d28 8c03626f62 8c00 65 2e`, ['bob', '']],
      // Protocols 3 (Python 3.0 to 3.7) and 5 (3.14).
      ['80035d71002e', []],
      ['80035d71005803000000626f627101612e', ['bob']],
      ['80035d7100285803000000626f62710158050000006361726f6c7102652e', ['bob', 'carol']],
      [`80059513000000000000005d9428${bob}8c056361726f6c94652e`, ['bob', 'carol']],
    ];
    for (const [wire, names] of rows) assert.deepEqual(unpickled(bytes(wire)), names, wire);
  });

  test('is refused where it is another pickle', () => {
    const rows = [
      '',
      '80',
      '8004',
      '80042e',
      '80045d',
      '80045d942e2e',
      '5d942e',
      '80044e2e',
      '80047d942e',
      '80045d944b01612e',
      `80045d9428${bob}2e`,
      `80045d94${bob}2e`,
      `80045d94${bob}${bob}612e`,
      '80045d94612e',
      '80045d9465 2e',
      '80045d94282865652e',
      '80045d945d942e',
      '80045d948cff6100612e',
      '80045d9458ffffffff61612e',
      // os.system('id')
      '80048c026f73948c0673797374656d9493948c02696494859452942e',
      '63 6f730a73797374656d0a 28 53 27696427 0a 74 52 2e',
    ];
    for (const wire of rows) assert.equal(unpickled(bytes(wire)), undefined, wire);
  });

  test('is refused where it is cut', () => {
    const whole = pickled(['bob', 'carol', 'é'.repeat(200)]);
    for (let end = 0; end < whole.length; end++) assert.equal(unpickled(whole.subarray(0, end)), undefined, `${end}`);
  });

  test('is never more than was sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
        for (const wire of [junk, Uint8Array.of(0x80, 4, 0x5d, ...junk)]) {
          const length = unpickled(wire)?.join('').length ?? 0;
          assert.ok(length <= wire.length);
        }
      }),
    );
  });
});
