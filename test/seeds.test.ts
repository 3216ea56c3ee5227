import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const page = new URL('../docs/seeds.md', import.meta.url);

/** How many rows each original's description has. */
const counts: Readonly<Record<string, number>> = { tsam: 21, chatroom: 13, nick: 21, direct: 16, pdu: 19 };
const verdicts: ReadonlySet<string> = new Set(['works', 'replaced', 'later', 'not applicable']);

interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/** The rows of each section, by its title. */
function sections(text: string): ReadonlyMap<string, readonly Row[]> {
  const parts = text.split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), rowsOf(part)]));
}

const rowsOf = (part: string): readonly Row[] =>
  part
    .split('\n')
    .filter((line) => /^\| *\d+ *\|/.test(line))
    .map((line) => {
      const [number = '', ...cells] = line.split(/(?<!\\)\|/).slice(1, -1);
      return { number: Number(number), cells: cells.map((cell) => cell.trim()) };
    });

describe('the table of the originals’ behaviour', () => {
  const text = readFileSync(page, 'utf8');
  const found = sections(text);

  test('has the rows of all five protocols', () => {
    const numbers = Object.fromEntries([...found].map(([title, rows]) => [title, rows.map(({ number }) => number)]));
    const expected = Object.entries(counts).map(([title, count]) => [
      title,
      Array.from({ length: count }, (_, n) => n + 1),
    ]);
    assert.deepEqual(numbers, Object.fromEntries(expected));
  });

  for (const [title, rows] of found) {
    test(`has a verdict in each row of ${title}, and says where to look`, () => {
      for (const { number, cells } of rows) {
        const [promised = '', verdict = '', where = ''] = cells;
        assert.equal(cells.length, 3, `row ${number} has three cells behind its number`);
        assert.ok(promised !== '' && where !== '', `row ${number} is complete`);
        assert.ok(verdicts.has(verdict), `row ${number} has no verdict: "${verdict}"`);
        if (verdict === 'works') assert.match(where, /`|\]\(/, `row ${number} names what shows it`);
      }
    });
  }

  test('leads somewhere with every link', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const lost = links.filter((link) => !existsSync(new URL(link, page)));
    assert.deepEqual(lost, []);
  });
});
