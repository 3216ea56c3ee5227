import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { noticeIn } from '#client/server-words.ts';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import {
  decode,
  frame,
  FrameParser,
  goesOn,
  type Heard,
  hello,
  isCut,
  isPrefixed,
  maxFrame,
  maxMessage,
  message,
  messageEnd,
  messageText,
} from './codec.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const texts = (heard: readonly Heard[]): readonly string[] => heard.map(({ text }) => text);

/** What a client hears of bytes that come in these pieces. */
function hear(pieces: readonly Uint8Array[]): readonly Heard[] {
  const parser = new FrameParser();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

/** Bytes in pieces that end at these places. */
function cut(whole: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return ends.map((end, index) => whole.subarray(index === 0 ? 0 : ends[index - 1], end));
}

const goodbye = 'The server will shut down in 5 seconds. Goodbye!';

describe('frames', () => {
  const vectors: readonly (readonly [string, string])[] = [
    ['HELLO', '\x00\x05HELLO'],
    ['RETRY', '\x00\x05RETRY'],
    ['READY', '\x00\x05READY'],
    ['alice: hello everyone', '\x00\x15alice: hello everyone'],
    ['bob: é', '\x00\x07bob: \xc3\xa9'],
    ['', '\x00\x00'],
    ['\ufeffbom', '\x00\x06\xef\xbb\xbfbom'],
    ['x'.repeat(258), `\x01\x02${'x'.repeat(258)}`],
    ['x'.repeat(maxFrame), `\xff\xff${'x'.repeat(maxFrame)}`],
  ];
  for (const [text, wire] of vectors) {
    const name = JSON.stringify(text.slice(0, 30));
    test(`${name} is written`, () => assert.deepEqual(frame(text), bytes(wire)));
    test(`${name} is read`, () => assert.deepEqual(hear([bytes(wire)]), [{ text, raw: false }]));
  }

  test('a text that is too long for a frame is cut visibly, between characters', () => {
    const text = 'é'.repeat(maxFrame);
    const heard = texts(hear([frame(text)]));
    assert.equal(heard.length, 3);
    assert.ok(heard.every((piece) => Buffer.byteLength(piece) <= maxFrame && !piece.includes('\ufffd')));
    assert.ok(heard[0]?.endsWith('é…') && heard[1]?.startsWith('…é') && heard[1].endsWith('é…'));
    assert.equal(heard.join('').replaceAll('…', ''), text);
  });

  test('cut at every byte, they are the same', () => {
    const said = ['HELLO', 'alice: hello everyone', 'bob: é👋', '', 'READY'];
    const wire = Buffer.concat(said.map(frame));
    for (let at = 0; at <= wire.length; at++) {
      assert.deepEqual(texts(hear([wire.subarray(0, at), wire.subarray(at)])), said, `cut at ${at}`);
    }
    assert.deepEqual(texts(hear([...wire].map((byte) => Uint8Array.of(byte)))), said);
  });

  test('frames are parsed however they are split', () => {
    const text = fc.string({ unit: anyCodePoint, maxLength: 400 });
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.nat()), (said, places) => {
        const heard = hear(cut(Buffer.concat(said.map(frame)), places));
        assert.deepEqual(
          heard,
          said.map((each) => ({ text: each.toWellFormed(), raw: false })),
        );
      }),
    );
  });
});

describe('what the original sends without a length', () => {
  for (const notice of [goodbye, 'Server will shut down in 5 seconds', 'Server will shut down in 60 seconds']) {
    test(`"${notice}" is recognised, after a length or raw, cut anywhere`, () => {
      assert.equal(noticeIn(notice), Number(/\d+/.exec(notice)?.[0]));
      const wire = Buffer.concat([frame('bob: hi'), bytes(notice)]);
      for (let at = 0; at <= wire.length; at++) {
        const heard = hear([wire.subarray(0, at), wire.subarray(at)]);
        assert.equal(texts(heard).join('|'), `bob: hi|${notice}`, `cut at ${at}`);
        assert.deepEqual(
          heard.map(({ raw }) => raw),
          [false, true],
        );
      }
    });
  }

  test('is shown at once, and frames follow it', () => {
    const parser = new FrameParser();
    assert.deepEqual(texts(parser.push(bytes(goodbye))), [goodbye]);
    assert.deepEqual(texts(parser.push(frame('bob: already?'))), ['bob: already?']);
    assert.deepEqual(texts(parser.push(Buffer.concat([bytes(goodbye), frame('a: b')]))), [goodbye, 'a: b']);
    assert.deepEqual(texts(parser.push(bytes(goodbye))), [goodbye]);
    parser.push(bytes(' Really. It is over.'));
    assert.deepEqual(texts(parser.push(frame('a: b'))), [' Really. It is over.', 'a: b']);
  });

  test('a message of a user is not a notice', () => {
    assert.equal(noticeIn(`eve: ${goodbye}`), undefined);
    assert.equal(noticeIn('Server: will shut down in 5 seconds'), undefined);
  });

  test('other raw text is shown when it ends, or becomes long', () => {
    assert.deepEqual(hear([bytes('There is no room.')]), [{ text: 'There is no room.', raw: true }]);
    const parser = new FrameParser();
    assert.deepEqual(parser.push(bytes('The')), []);
    assert.equal(parser.push(bytes('!'.repeat(300))).length, 1);
    assert.deepEqual(hear([bytes('Bye now')]), [{ text: 'Bye now', raw: true }]);
  });

  test('an incomplete frame is shown as far as it came', () => {
    assert.deepEqual(hear([bytes('\x00\x09bob: by')]), [{ text: 'bob: by', raw: true }]);
    assert.deepEqual(hear([bytes('\x00')]), []);
  });
});

test('no input of a server throws, and no byte is lost', () => {
  const wild = fc.array(
    fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(bytes('The s')), fc.constant(frame('x'))),
  );
  fc.assert(
    fc.property(wild, (pieces) => {
      const parser = new FrameParser();
      for (const piece of pieces) for (const { text } of parser.push(piece)) assert.ok(text.length <= maxFrame);
      parser.end();
    }),
  );
});

describe('messages', () => {
  const read = (chunk: Uint8Array): readonly (string | undefined)[] => {
    const found: (string | undefined)[] = [];
    for (let at = 0; at < chunk.length;) {
      const end = messageEnd(chunk, at);
      found.push(messageText(chunk, at, end));
      at = end;
    }
    return found;
  };

  test('are the lines of a chunk, without their ends', () => {
    assert.deepEqual(read(bytes('NICKbob')), ['NICKbob']);
    assert.deepEqual(read(bytes('one\ntwo\r\n\nthree\r')), ['one', 'two', '', 'three']);
    assert.deepEqual(read(bytes('\r\n')), ['']);
    assert.deepEqual(read(bytes('a\rb\r\r\n')), ['a\rb\r']);
    assert.deepEqual(read(message('é👋')), ['é👋']);
    assert.deepEqual(read(bytes('\xff\n')), ['\ufffd']);
  });

  test('are bounded, without their ends', () => {
    const longest = 'x'.repeat(maxMessage);
    assert.deepEqual(read(bytes(`${longest}\r\n${longest}x\nx`)), [longest, undefined, 'x']);
  });

  test('come after a length if the length is that of the rest of the chunk', () => {
    assert.ok(isPrefixed(bytes('\x00\x05hello')));
    assert.ok(isPrefixed(bytes(`\x08\x00${'x'.repeat(2048)}`)));
    for (const other of ['', '\x00', '\x00\x05hell', '\x00\x05hello!', `\x09\x00${'x'.repeat(2304)}`, '\x00\x01']) {
      assert.equal(isPrefixed(bytes(other)), false, JSON.stringify(other.slice(0, 10)));
    }
  });

  test('are cut when they end within a character', () => {
    const whole = message('aé日👋');
    const inside = [2, 4, 5, 7, 8, 9];
    for (let end = 0; end <= whole.length; end++) {
      assert.equal(isCut(whole.subarray(0, end)), inside.includes(end), `at ${end}`);
      assert.equal(goesOn(whole.subarray(end)), inside.includes(end), `from ${end}`);
    }
    for (const broken of ['\x80', '\xc0', '\xff', 'a\x80\x80\x80\x80', '\xf0\x80\x80\x80\x80', '\xc3\xa9\xa9']) {
      assert.equal(isCut(bytes(broken)), false, JSON.stringify(broken));
    }
  });

  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(decode(message(text)), text);
      }),
    );
    assert.deepEqual(decode(hello.subarray(2)), 'HELLO');
  });
});
