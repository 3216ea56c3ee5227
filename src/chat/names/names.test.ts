import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { plays } from '../../../test/plays.ts';
import { fold, looksLike, parseChannel, parseName } from './names.ts';

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
    'a zero-width space': 'a\u200b',
    'a zero-width joiner between Latin letters': 'al\u200dice',
    'a zero-width non-joiner at the end': 'alice\u200c',
    'a joiner alone': '\u200d',
    'a direction mark of Arabic': '\u061cbob',
    'a byte order mark': '\ufeffbob',
    'a left-to-right mark': 'bob\u200e',
    'a right-to-left mark': 'bob\u200f',
    'tags behind a letter': 'a\u{e0041}\u{e007f}',
    'tags behind a flag that has none': '\u{1f3f4}\u{e0075}\u{e0073}\u{e007f}',
    'a musical symbol without a head': 'a\u{1d159}',
    'a beam of music': 'a\u{1d173}',
    'Hangul fillers': '\u115f\u1160',
    'a variation selector behind a letter': 'alice\ufe0f',
    'two variation selectors': '❤\ufe0f\ufe0f',
    'an object replacement': 'a\ufffc',
    'a mark alone': '\u0301',
    'a mark first': '\u0301a',
    'five marks on one letter': 'a\u0316\u0317\u0318\u0319\u031c',
    'seventeen marks': 'q\u0316\u0317'.repeat(9),
    'brackets around it': '[INFO]',
    'wide brackets around it': '［server］',
    'other brackets around it': '【bob】',
    'a ratio for a colon': 'bob\u2236',
    'a letter colon': 'bob\ua789',
    'a visarga behind a Latin letter': 'bob\u0903',
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
    'ѕelf',
    'ѕеrvеr',
    'ѕerνer',
    'ΑLL',
    'А5_43',
    'A5_4З',
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
    '[bob': '[bob',
    'bob]': 'bob]',
    '[a]b': '[a]b',
    '❤\ufe0f': '❤\ufe0f',
    '👨\u200d👩\u200d👧': '👨\u200d👩\u200d👧',
    '🏳\ufe0f\u200d🌈': '🏳\ufe0f\u200d🌈',
    '👍🏽': '👍🏽',
    '🇩🇪': '🇩🇪',
    '1\ufe0f\u20e3': '1\ufe0f\u20e3',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}':
      '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'می\u200cخواهم': 'می\u200cخواهم',
    'क्\u200dष': 'क्\u200dष',
    'ශ්\u200dරී': 'ශ්\u200dරී',
    שָׁלוֹם: 'שָׁלוֹם'.normalize('NFKC'),
    محمد: 'محمد',
    दुःख: 'दुःख',
    Иван: 'Иван',
    Νίκος: 'Νίκος',
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
    ['alice', 'аlice', 'Αlice', 'аӏісе', 'ALІCE'],
    ['Nick', 'Νick', 'NІCК'],
    ['HEY', 'НЕУ', 'hey', 'ΗΕΥ', 'һеу'],
    ['é', 'е\u0301', 'έ'],
    ['ï', 'ї'],
    ['νίκος', 'ΝΊΚΟΣ', 'Νίκος'],
    ['❤', '❤\ufe0f'],
    ['میخواهم', 'می\u200cخواهم'],
    ['👨👩', '👨\u200d👩'],
  ] as const;
  for (const [first, ...others] of equal) {
    test([first, ...others].join(' = '), () => {
      for (const other of others) assert.equal(fold(other), fold(first));
    });
  }

  test('and names are different that are not equal by these rules', () => {
    assert.notEqual(fold('ı'), fold('i\u0307x'));
    assert.notEqual(fold('alice'), fold('al1ce'));
    assert.notEqual(fold('alice'), fold('aIice'), 'ASCII letters that look alike are different');
    assert.notEqual(fold('Вера'), fold('Зоя'));
  });

  test('names that look equal in one case only are distinguished from equal names', () => {
    assert.notEqual(fold('νera'), fold('vera'));
    for (const [name, drawn] of [
      ['νera', 'vera'],
      ['Νina', 'nina'],
      ['υlf', 'ulf'],
      ['rοb', 'rob'],
      ['гob', 'rob'],
      ['admӀn', 'admin'],
      ['aӏice', 'aiice'],
      ['Зpo', '3po'],
      ['Bob', 'bob'],
    ] as const) {
      assert.equal(looksLike(name), drawn);
    }
  });

  const forms = [
    (name: string): string => name.toUpperCase(),
    (name: string): string => name.toLowerCase(),
    (name: string): string => name.normalize('NFD'),
    (name: string): string => name.normalize('NFKC'),
  ];
  test('in another case or form they stay equal, for letters of every script', () => {
    const unit = fc.integer({ min: 0x20, max: 0x2fff }).map((point) => String.fromCodePoint(point));
    const text = fc.string({ unit, maxLength: 8 });
    fc.assert(
      fc.property(text, fc.constantFrom(...forms), (name, written) => assert.equal(fold(written(name)), fold(name))),
      { seed: 3, numRuns: plays(600) },
    );
  });

  test('folding twice changes nothing, for look-alikes with marks', () => {
    const unit = fc.constantFrom(...'аеоΑΝνіЇ\u0301\u0307\u0308\u030c\u0345\u200dΣσςh');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), (text) => assert.equal(fold(fold(text)), fold(text))),
      { seed: 4, numRuns: plays(600) },
    );
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
      fc.property(fc.string({ unit: anyCodePoint }), (text) => {
        assert.equal(fold(fold(text)), fold(text));
      }),
      { seed: 1, numRuns: plays(500) },
    );
  });
});

describe('what is taken', () => {
  test('obeys the rules as it is shown and as it is compared, and is taken again', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const texts = fc.oneof(names, fc.string({ unit: anyCodePoint, maxLength: 8 }));
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseName(text);
        if (typeof parsed === 'string') return;
        assert.equal(typeof parseName(looksLike(parsed.name)), 'object', 'what looks reserved is reserved');
        for (const shown of [parsed.name, parsed.folded]) {
          assert.doesNotMatch(shown, /[\s:,;!@*?/\\"'\u200b\u3164]|^[#&+~%$-]/);
          assert.ok([...shown].length <= 32 && Buffer.byteLength(shown) <= 64);
          assert.equal(shown, shown.normalize('NFKC'));
        }
        assert.deepEqual(parseName(parsed.name), parsed);
        const folded = parseName(parsed.folded);
        assert.equal(typeof folded === 'string' ? folded : folded.folded, parsed.folded);
      }),
      { seed: 2, numRuns: plays(600) },
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
