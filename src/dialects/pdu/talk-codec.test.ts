import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { describePdu } from './describe.ts';
import { formatPdu, parsePdu, types } from './talk-codec.ts';

const text = fc.string({ unit: anyCodePoint });

test('what is written is read again', () => {
  const ref = fc.option(fc.oneof(fc.integer(), fc.string({ maxLength: 64 })), { nil: undefined });
  const payload = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean()));
  fc.assert(
    fc.property(fc.nat(), payload, ref, (mtype, fields, mark) => {
      const pdu = formatPdu(mtype, fields, mark);
      assert.equal(pdu.indexOf(0x0a), pdu.length - 1, 'one line');
      const read = parsePdu(pdu);
      assert.deepEqual({ ...read, payload: { ...read?.payload } }, { mtype, ref: mark, payload: { ...fields } });
    }),
  );
});

test('anything else is not a PDU', () => {
  for (const invalid of ['', '1', '"x"', '[]', '{}', '{"mtype":1.5}', '{"mtype":1e99}', '{"mtype":1,"payload":"x"}']) {
    assert.equal(parsePdu(Buffer.from(invalid)), undefined, invalid);
  }
  assert.equal(parsePdu(Uint8Array.of(0x7b, 0xff, 0x7d)), undefined, 'not UTF-8');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void parsePdu(bytes)));
});

test('captures name every type', () => {
  for (const [name, mtype] of Object.entries(types)) {
    const [meaning] = describePdu().client(formatPdu(mtype, {}));
    assert.match(JSON.stringify(meaning), /"command":"[A-Z_]+"/, name);
  }
});
