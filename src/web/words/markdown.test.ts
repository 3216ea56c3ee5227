import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { type Block, parseBlocks } from './blocks.ts';
import { type Inline, inlineText, parseInline } from './inline.ts';

const strong = (...content: Inline[]): Inline => ({ kind: 'strong', content });
const emphasis = (...content: Inline[]): Inline => ({ kind: 'emphasis', content });
const link = (href: string, text = href): Inline => ({ kind: 'link', href, content: [text] });
const mention = (name: string): Inline => ({ kind: 'mention', name });
const code = (text: string): Inline => ({ kind: 'code', text });

const lines: readonly (readonly [text: string, parts: readonly Inline[]])[] = [
  ['plain', ['plain']],
  ['**bold** and *it*', [strong('bold'), ' and ', emphasis('it')]],
  ['**a *b* c**', [strong('a ', emphasis('b'), ' c')]],
  ['_a_ __b__ ~~c~~', [emphasis('a'), ' ', strong('b'), ' ', { kind: 'strike', content: ['c'] }]],
  ['snake_case_name', ['snake_case_name']],
  ['2 * 3 * 4', ['2 * 3 * 4']],
  ['**open', ['**', 'open']],
  ['*a **b*', [emphasis('a ', '**', 'b')]],
  ['`a*b*`', [code('a*b*')]],
  ['``a`b``', [code('a`b')]],
  ['``a` `b`', ['``a', code(' '), 'b`']],
  ['`a\nb` `c`', ['`a\nb', code(' '), 'c`']],
  ['\\*a\\*', ['*a*']],
  ['see https://a.example/x_y_z?q=1.', ['see ', link('https://a.example/x_y_z?q=1'), '.']],
  ['(https://a.example/)', ['(', link('https://a.example/'), ')']],
  ['[here](https://a.example/)', [link('https://a.example/', 'here')]],
  ['[x](javascript:alert(1))', ['[x](javascript:alert(1))']],
  ['[x](data:text/html,1)', ['[x](data:text/html,1)']],
  ['hi @alice, in #lobby!', ['hi ', mention('alice'), ', in ', { kind: 'room', name: '#lobby' }, '!']],
  ['mail a@b.example', ['mail a@b.example']],
  ['<img src=x onerror=alert(1)>', ['<img src=x onerror=alert(1)>']],
];

suite('a line', () => {
  for (const [text, parts] of lines) test(text, () => assert.deepEqual(parseInline(text), parts));
});

const paragraph = (...content: Inline[]): Block => ({ kind: 'paragraph', content });
const kindsOf = (text: string, manner?: 'document'): readonly string[] =>
  parseBlocks(text, manner).map(({ kind }) => kind);

suite('blocks', () => {
  test('a message keeps its line breaks', () => {
    assert.deepEqual(parseBlocks('a\nb\n\nc'), [
      { kind: 'paragraph', content: ['a\nb'] },
      { kind: 'paragraph', content: ['c'] },
    ]);
  });
  test('code keeps everything, also where it is not closed', () => {
    const block: Block = { kind: 'code', language: 'ts', text: '  **a**\n\n<b>' };
    assert.deepEqual(parseBlocks('```ts\n  **a**\n\n<b>\n```'), [block]);
    assert.deepEqual(parseBlocks('```ts\n  **a**\n\n<b>'), [block]);
  });
  test('lists and quotes', () => {
    assert.deepEqual(parseBlocks('> a\n> - b\n3. c\n4. d'), [
      {
        kind: 'quote',
        blocks: [
          { kind: 'paragraph', content: ['a'] },
          { kind: 'list', start: undefined, items: [[paragraph('b')]] },
        ],
      },
      { kind: 'list', start: 3, items: [[paragraph('c')], [paragraph('d')]] },
    ]);
  });
  test('a list in a list, with lines that belong to an item', () => {
    const inner: Block = { kind: 'list', start: 1, items: [[paragraph('b\nc')], [paragraph('d')]] };
    assert.deepEqual(parseBlocks('- a\n  1. b\n     c\n  2. d\n- e\n+ f'), [
      { kind: 'list', start: undefined, items: [[paragraph('a'), inner], [paragraph('e')], [paragraph('f')]] },
    ]);
  });
  test('a table has a line below its head; without one, or with more than 400 cells, it is text', () => {
    assert.deepEqual(parseBlocks('| a | **b** |\n|---|:-:|\n| 1 | x \\| y |\nafter'), [
      {
        kind: 'table',
        rows: [
          [['a'], [strong('b')]],
          [['1'], ['x | y']],
        ],
      },
      paragraph('after'),
    ]);
    const table = (rows: number): string => `| a | b |\n|-|-|\n${'| 1 | 2 |\n'.repeat(rows)}`;
    assert.deepEqual(kindsOf(table(198)), ['table']);
    for (const text of ['| a | b |', '| a |\n| b |', '|-|\n|-|', table(199)]) {
      assert.deepEqual(kindsOf(text), ['paragraph'], text.slice(0, 20));
    }
  });

  test('headings and other tables are for documents', () => {
    const text = '# a\n| b | c |\n\n    code';
    assert.deepEqual(kindsOf(text), ['paragraph', 'paragraph']);
    assert.deepEqual(kindsOf(text, 'document'), ['heading', 'table', 'code']);
  });
});

/** Texts with many delimiters. */
const marked = fc
  .array(
    fc.oneof(
      fc.constantFrom('*', '**', '_', '__', '~~', '`', '```', '\n', '> ', '- ', '1. ', '[', '](', ')', '@', '#', '\\'),
      fc.constantFrom(' ', 'a', 'é', '🎉', 'http://a.b', 'javascript:x', 'x_y', '|', '&', '<'),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/** All links of a text, and the depth of its elements. */
function survey(text: string): { links: string[]; depth: number } {
  const links: string[] = [];
  const inline = (parts: readonly Inline[]): number =>
    Math.max(
      0,
      ...parts.map((part) => {
        if (typeof part === 'string' || !('content' in part)) return 0;
        if (part.kind === 'link') links.push(part.href);
        return 1 + inline(part.content);
      }),
    );
  const block = (b: Block): number => {
    if (b.kind === 'paragraph' || b.kind === 'heading') return 1 + inline(b.content);
    if (b.kind === 'list') return 2 + Math.max(0, ...b.items.flat().map(block));
    if (b.kind === 'quote') return 1 + Math.max(0, ...b.blocks.map(block));
    return b.kind === 'table' ? 3 + Math.max(0, ...b.rows.flat().map(inline)) : 1;
  };
  return { depth: Math.max(0, ...parseBlocks(text).map(block)), links };
}

suite('any text', () => {
  test('links only to the web and to mail, and lies only so deep', () => {
    const check = (text: string): void => {
      const { links, depth } = survey(text);
      for (const href of links) assert.match(href, /^(https?|mailto):/);
      assert.ok(depth <= 24, String(depth));
    };
    fc.assert(fc.property(marked, check));
    check('> '.repeat(500));
    check('- '.repeat(500));
    check(Array.from({ length: 50 }, (_, at) => `${'  '.repeat(at)}- a`).join('\n'));
    check('*'.repeat(500));
    check('**_~~*__'.repeat(200));
  });
  test('keeps all its letters', () => {
    const letters = (text: string): string => text.replace(/[^\p{L}\p{So}]/gu, '');
    // The address of a link may be normalised, so only the shown text is compared.
    const holds = (text: string): void => {
      // The address of a link with a label is not shown.
      fc.pre(!text.includes(']('));
      assert.equal(letters(inlineText(parseInline(text))), letters(text));
    };
    fc.assert(fc.property(marked, holds));
  });
  test('takes time in proportion to its length', () => {
    for (const part of [
      '*a ',
      '**',
      '_',
      '`',
      '[',
      '[a](',
      '@',
      '~~a',
      'http://',
      '> ',
      '- ',
      '- a\n  - b\n',
      '\\',
      '(',
      '`a',
      '``a` ',
      'https://[',
      '|-|\n',
      `https://a.example/${'.'.repeat(16_000)}x `,
    ]) {
      const began = process.cpuUsage();
      parseBlocks(part.repeat(Math.ceil(16_384 / part.length)));
      assert.ok(process.cpuUsage(began).user < 2_000_000, part);
    }
  });
});
