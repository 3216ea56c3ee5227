import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { parseTranscript } from '#lab/transcript.ts';
import { bytesOf, fromBase64, ncLine, printfWord, toBase64, transcriptText, utf8 } from './bytes.ts';
import { transcriptOf } from './transcript.ts';
import { jsonFields, jsonTitle } from './fields.ts';

const typed = (text: string): readonly number[] | string => {
  const parsed = bytesOf(text);
  return 'bad' in parsed ? parsed.bad : [...parsed.bytes];
};

suite('bytes as people write them', () => {
  test('escapes are read, and other backslashes kept', () => {
    assert.deepEqual(typed('a\\r\\n\\x00\\xfF\\\\é'), [97, 13, 10, 0, 255, 92, 0xc3, 0xa9]);
    assert.equal(typed('a\\q'), '\\q');
    assert.equal(typed('a\\'), '\\');
    assert.equal(typed('\\x1'), '\\x');
  });
  test('any bytes come back from a transcript and from base64', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'grapheme' }).map(utf8)), (bytes) => {
        assert.deepEqual(typed(transcriptText(bytes)), [...bytes]);
        assert.deepEqual([...fromBase64(toBase64(bytes))], [...bytes]);
        assert.match(transcriptText(bytes), /^[^\p{C}]*$/u);
      }),
    );
  });
  test('a shell hands printf the same bytes', () => {
    assert.equal(printfWord(utf8("NICK bob's\n%")), "'NICK bob\\047s\\012\\045'");
  });
});

suite('frames for other programs', () => {
  const frame = (link: number, from: 'client' | 'server', text: string) => ({
    ...{ nth: 1, link, at: 0, from, size: text.length, title: '' },
    has: () => false,
    bytes: () => utf8(text),
    fields: () => [],
  });

  test('a transcript opens a link for each connection, and can be read again', () => {
    const text = transcriptOf(
      [frame(1, 'client', ' hi '), frame(1, 'server', 'x\n'), frame(2, 'client', '  ')],
      'al',
      'web',
    );
    assert.equal(text, 'al opens web\nal C: \\x20hi\\x20\nal S: x\\n\nal is cut off\nal opens web\nal C: \\x20\\x20\n');
    assert.doesNotThrow(() => parseTranscript(text, 'own'));
  });
  test('a line for nc is one that a shell takes, also before anything was sent', () => {
    assert.equal(ncLine([], '[::1]', '8080'), 'nc ::1 8080');
    assert.equal(ncLine([utf8('hi\n')], '127.0.0.1', '80'), "(printf 'hi\\012'; sleep 1) | nc 127.0.0.1 80");
  });
  test('any number of pasted bytes becomes base64', () => {
    const parsed = bytesOf('é'.repeat(150_000));
    assert.equal('bytes' in parsed && toBase64(parsed.bytes).length, 400_000);
  });
});

suite('the fields of a JSON frame', () => {
  test('lie where their bytes are', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), value), (object) => {
        const line = JSON.stringify(object);
        const bytes = utf8(line);
        for (const { name, value: text, from, to } of jsonFields(line)) {
          assert.equal(new TextDecoder().decode(bytes.subarray(from, to)), `"${name}":${text}`);
        }
        assert.equal(jsonFields(line).length, Object.keys(object).length);
      }),
    );
  });
  test('JSON that is not an object has no fields, and any text is handled', () => {
    fc.assert(fc.property(fc.string(), (text) => void [jsonFields(text), jsonFields(`{${text}`), jsonTitle(text)]));
  });
  test('a title says what a frame is about', () => {
    assert.equal(
      jsonTitle('{"type":"entry","kind":"message","room":{"id":4,"name":"#lobby"},"text":"hi"}'),
      'entry message #lobby hi',
    );
    assert.equal(jsonTitle('{"type":"error","ref":1,"code":"no-room"}'), 'error no-room');
  });
});
