import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { fold, parseChannel, parseName } from './names.ts';

const zeroWidthSpace = '\u200b';
const hangulFiller = '\u3164';

describe('a name', () => {
  const refused: Readonly<Record<string, string>> = {
    empty: '',
    'a blank': 'a b',
    'a tab': 'a\tb',
    'a line end': 'a\n',
    'a no-break space': 'a\u00a0b',
    'an ideographic space': 'a\u3000b',
    ESC: 'a\u001bb',
    'a colon': 'a:b',
    'a wide colon': '：',
    'a wide comma inside': 'a，b',
    'a number sign first': '#bob',
    'a wide number sign first': '＃bob',
    'a small ampersand first': '﹠bob',
    'an invisible sign': `Nick${zeroWidthSpace}Serv`,
    'a filler': hangulFiller,
    'a halfwidth filler': '\uffa0',
    'a braille blank': '\u2800',
    'a soft hyphen': 'a\u00adb',
    'a direction mark': 'a\u202eb',
    'a lone surrogate': 'a\ud800',
    'private use': '\ue000',
    unassigned: '\u0378',
    '33 code points': 'x'.repeat(33),
    '65 bytes': `${'ä'.repeat(31)}漢`,
    '22 code points of 66 bytes': '漢'.repeat(22),
    'what grows to more than 32': 'ﷺ'.repeat(2),
    'one that grows by folding': 'ŉ'.repeat(17),
    'far too long': 'x'.repeat(100_000),
  };
  for (const [title, text] of Object.entries(refused)) {
    test(`is refused: ${title}`, () => assert.equal(parseName(text), 'name-invalid'));
  }

  for (const text of [
    'self',
    'SELF',
    'ｓｅｌｆ',
    'Server',
    'all',
    'everyone',
    'NickServ',
    'chanSERV',
    'A5_7',
    'Ａ５＿７',
  ]) {
    test(`is reserved: ${text}`, () => assert.equal(parseName(text), 'name-reserved'));
  }

  const taken: Readonly<Record<string, string>> = {
    alice: 'alice',
    Ａｌｉｃｅ: 'Alice',
    'x.y-z_1': 'x.y-z_1',
    'it-': 'it-',
    漢字: '漢字',
    A5_x: 'A5_x',
    'x😀': 'x😀',
    ﬁn: 'fin',
  };
  for (const [text, name] of Object.entries(taken)) {
    test(`is taken: ${text}`, () => assert.deepEqual(parseName(text), { name, folded: fold(text) }));
  }

  test('may have 32 code points and 64 bytes', () => {
    assert.ok(typeof parseName('x'.repeat(32)) !== 'string');
    assert.ok(typeof parseName('ä'.repeat(32)) !== 'string');
    assert.ok(typeof parseName('😀'.repeat(16)) !== 'string');
    assert.equal(parseName('😀'.repeat(17)), 'name-invalid');
  });
});

describe('names are equal', () => {
  const equal = [
    ['alice', 'ALICE'],
    ['straße', 'STRASSE', 'STRAẞE', 'Straße'],
    ['Ａ', 'a'],
    ['é', 'e\u0301', 'É'],
    ['ΣΑΣ', 'σας', 'σασ'],
    ['ǆ', 'ǅ', 'Ǆ', 'dž'],
  ] as const;
  for (const [first, ...others] of equal) {
    test([first, ...others].join(' = '), () => {
      for (const other of others) assert.equal(fold(other), fold(first));
    });
  }

  test('and others are not', () => {
    assert.notEqual(fold('ı'), fold('i\u0307x'));
    assert.notEqual(fold('alice'), fold('al1ce'));
  });

  test('folding twice changes nothing, for every code point', () => {
    for (let point = 0; point < 0x110000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const folded = fold(String.fromCodePoint(point));
      if (fold(folded) !== folded) assert.fail(`U+${point.toString(16)}`);
    }
  });

  test('folding twice changes nothing, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(fold(fold(text)), fold(text));
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});

describe('what is taken', () => {
  test('obeys the rules as it is shown and as it is compared, and is taken again', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const texts = fc.oneof(names, fc.string({ unit: 'binary', maxLength: 8 }));
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseName(text);
        if (typeof parsed === 'string') return;
        for (const shown of [parsed.name, parsed.folded]) {
          assert.doesNotMatch(shown, /[\s:,;!@*?/\\"'\u200b\u3164]|^[#&+~%$-]/);
          assert.ok([...shown].length <= 32 && Buffer.byteLength(shown) <= 64);
          assert.equal(shown, shown.normalize('NFKC'));
        }
        assert.deepEqual(parseName(parsed.name), parsed);
        const folded = parseName(parsed.folded);
        assert.equal(typeof folded === 'string' ? folded : folded.folded, parsed.folded);
      }),
      { seed: 2, numRuns: 5000 },
    );
  });
});

describe('a channel', () => {
  test('is # and a name, which may begin with what users’ names may not', () => {
    assert.deepEqual(parseChannel('#Lobby'), { name: '#Lobby', folded: '#lobby' });
    assert.deepEqual(parseChannel('#ｌｏｂｂｙ'), { name: '#lobby', folded: '#lobby' });
    assert.deepEqual(parseChannel('#-x'), { name: '#-x', folded: '#-x' });
  });

  for (const text of ['', 'lobby', '#', '# x', '#a b', '＃lobby', `#${zeroWidthSpace}`, '#a:b', `#${'x'.repeat(33)}`]) {
    test(`is not ${JSON.stringify(text)}`, () => assert.equal(parseChannel(text), 'room-invalid'));
  }
});
