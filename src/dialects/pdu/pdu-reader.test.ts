import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { chatMessage, formatPdu, lineOf, maxPdu, type Pdu, parsePdu, pingMessage } from './codec.ts';
import { maxDepth, numeral } from './json.ts';
import { type Resync, PduReader, type PduTaker } from './pdu-reader.ts';

/** What a reader makes of chunks; `room` PDUs are taken at once. */
class Taken implements PduTaker<Pdu> {
  readonly heard: string[] = [];
  room = Infinity;
  over = false;

  get ready(): boolean {
    return this.room > 0;
  }

  take({ mtype, payload, version }: Pdu): void {
    this.room--;
    this.heard.push(Buffer.from(formatPdu(mtype, payload, version)).toString());
  }

  refuse(why: string): void {
    this.room--;
    this.heard.push(why);
  }

  ended(): void {
    this.over = true;
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function read(chunks: readonly Uint8Array[], mending: Resync = 'line'): readonly string[] {
  const taken = new Taken();
  const reader = new PduReader(taken, mending, parsePdu);
  for (const chunk of chunks) assert.equal(reader.take(chunk), chunk.length);
  reader.ended('ended');
  assert.ok(taken.over);
  return taken.heard;
}

const one = chatMessage(numeral(1), 1, 'braces } ] " \\ and é');
const two = pingMessage(numeral(2));
const [first, second] = [one, two].map((pdu) => Buffer.from(pdu).toString());

describe('PDUs', () => {
  for (const mending of ['line', 'chunk'] as const) {
    test(`cut at every byte, ${mending}`, () => {
      const whole = Buffer.concat([one, two]);
      for (let at = 0; at <= whole.length; at++) {
        const heard = read([whole.subarray(0, at), whole.subarray(at)], mending);
        assert.deepEqual(heard, [first, second]);
      }
      assert.deepEqual(
        read(
          Array.from(whole, (byte) => Uint8Array.of(byte)),
          mending,
        ),
        [first, second],
      );
    });
  }

  test('with anything blank between, or nothing', () => {
    assert.deepEqual(read([Buffer.concat([bytes('\r\n\n \t'), one, bytes('\r\n'), two, one])]), [first, second, first]);
  });

  test('an unfinished PDU is not handed over', () => {
    assert.deepEqual(read([one.subarray(0, one.length - 1)]), []);
  });

  test('waits for a taker that is not ready, and loses nothing', () => {
    const taken = new Taken();
    const reader = new PduReader(taken, 'line', parsePdu);
    const whole = Buffer.concat([lineOf(one), bytes('x\n'), lineOf(two)]);
    let rest: Uint8Array = whole;
    for (let turns = 0; rest.length > 0; turns++) {
      assert.ok(turns < 10);
      taken.room = 1;
      rest = rest.subarray(reader.take(rest));
    }
    assert.deepEqual(taken.heard, [first, 'malformed', second]);
    taken.room = 0;
    assert.equal(reader.take(one), 0);
  });
});

describe('what is not a PDU', () => {
  test('is dropped with its line, however it is cut', () => {
    const whole = Buffer.concat([bytes('hello {\n{"mtype": 1\n'), lineOf(two), bytes('{"mtype": x}'), lineOf(two)]);
    const expected = ['malformed', 'malformed', second, 'malformed', second];
    for (let at = 0; at <= whole.length; at++) {
      assert.deepEqual(read([whole.subarray(0, at), whole.subarray(at)]), expected);
    }
  });

  test('is dropped with its chunk, if there are no lines', () => {
    assert.deepEqual(read([bytes('hello'), two, bytes('x'), bytes('['), one], 'chunk'), [
      'malformed',
      second,
      'malformed',
      'malformed',
      first,
    ]);
    assert.deepEqual(read([bytes('hello'), two]), ['malformed']);
  });

  const sized = (length: number): Uint8Array => {
    const frame = '{"mtype": 6, "payload": {"x": ""}}';
    return bytes(frame.replace('""', `"${'a'.repeat(length - frame.length)}"`));
  };

  test('is too long, at once and only once', () => {
    assert.equal(sized(maxPdu).length, maxPdu);
    assert.equal(read([sized(maxPdu)])[0]?.startsWith('{"mtype": 6'), true);
    assert.deepEqual(read([sized(maxPdu + 1), bytes('\n'), two]), ['long', second]);
    const taken = new Taken();
    const reader = new PduReader(taken, 'line', parsePdu);
    for (const byte of sized(maxPdu + 1).subarray(0, maxPdu)) reader.take(Uint8Array.of(byte));
    assert.deepEqual(taken.heard, ['long']);
    for (let chunk = 0; chunk < 100; chunk++) reader.take(new Uint8Array(10_000).fill(0x7b));
    assert.deepEqual(taken.heard, ['long']);
  });

  test('is too deep, at once', () => {
    assert.deepEqual(read([bytes('{'.repeat(maxDepth + 1))]), ['deep']);
    assert.deepEqual(read([bytes(`{"mtype": 6, "payload": {"a": ${'['.repeat(60_000)}`), bytes('\n'), two]), [
      'deep',
      second,
    ]);
  });

  test('after any bytes, a valid line after a line feed is parsed', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'{}[]":,\\ 1\n'), maxLength: 40 }).map(bytes),
      fc.constantFrom(one, two),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (chunks) => {
        const heard = read([...chunks, bytes('\n'), two]);
        assert.equal(heard.at(-1), second);
        // However it is cut, the same is heard.
        assert.deepEqual(read([Buffer.concat([...chunks, bytes('\n'), two])]), heard);
      }),
      { numRuns: 500 },
    );
  });
});
