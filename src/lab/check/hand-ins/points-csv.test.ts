import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { usualLimits } from '#lab/check/confine/isolation.ts';

import { type Assignment, type HandInResult, unchecked } from './hand-in-order.ts';
import { pointsCsv } from './points-csv.ts';
import { writeReports } from './report-folders.ts';

const assignment: Assignment = {
  ...{ dialect: 'nick', side: 'server', spec: 'code', transport: 'tcp', repeat: 3, port: undefined, rubric: undefined },
  ...{ times: { timeout: 1, silence: 1, longest: 1 }, startTimeout: 1, pause: 1, limits: usualLimits, longest: 1 },
  ...{
    isolation: { level: 'unshare', lacks: [], asRoot: false },
    shown: [],
    path: '',
    environment: {},
    hasPrlimit: true,
    writer: '',
  },
};

const result: HandInResult = {
  ...unchecked('bob', 'src/server.py', ''),
  problem: undefined,
  counts: { passed: 7, failed: 1, flaky: 1, 'not reached': 2, skipped: 1 },
  first: { id: 'retry', says: 'bob hears "READY"', cause: 'Compare it,\nwithout a newline.' },
  flaky: ['utf8'],
  stopped: ['network: it tried to reach other machines'],
  ms: 1234,
};

test('one row for each hand-in, as a spreadsheet reads it', () => {
  const withRubric = { ...result, grade: { points: 2.5, of: 10, lines: [] } };
  const text = pointsCsv([result, withRubric, unchecked('eve', 'x', 'there is no program in eve')], assignment);
  const [first, second, third]: readonly Record<string, string>[] = parse(text, { columns: true });
  assert.deepEqual(first, {
    name: 'bob',
    points: '7',
    of: '11',
    passed: '7',
    failed: '1',
    flaky: '1',
    'not reached': '2',
    skipped: '1',
    'first diagnosis': 'retry: bob hears "READY". Compare it,␊without a newline.',
    'flaky checks': 'utf8',
    stopped: 'network: it tried to reach other machines',
    seconds: '1.2',
    isolation: 'unshare',
    program: 'src/server.py',
  });
  assert.deepEqual([second?.['points'], second?.['of']], ['2.5', '10']);
  assert.deepEqual([third?.['points'], third?.['first diagnosis']], ['0', 'there is no program in eve.']);
  assert.ok(text.endsWith('\r\n'));
});

test('whatever a name is, it stays one cell of text and no formula, and its report stays in its folder', () => {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-reports-test-'));
  const odd = [
    '=1+1',
    '@SUM(A1)',
    '+1',
    '-1',
    '\t=1',
    ' =1',
    '＝1',
    '"',
    '../../up',
    '..',
    '',
    'con',
    'a/b',
    'A/B',
    '\u001b[2J',
  ];
  try {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(...odd),
          fc.string(),
          fc.string().map((rest) => `=${rest}`),
        ),
        (name) => {
          const text = pointsCsv([{ ...result, name, first: undefined }], assignment);
          const rows: readonly (readonly string[])[] = parse(text);
          assert.equal(rows.length, 2);
          const cell = rows[1]?.[0] ?? '';
          assert.doesNotMatch(cell, /^\s*[=+\-@＝＋－＠|%]|[\u0000-\u001f\u007f]/);
        },
      ),
    );
    const results = odd.map((name) => ({ ...result, name, files: [{ name: 'report.txt', content: name }] }));
    const folders = writeReports(dir, results);
    assert.equal(new Set(folders.map((folder) => folder.toLowerCase())).size, odd.length);
    assert.deepEqual(readdirSync(dir).toSorted(), [...folders].toSorted());
    for (const [index, folder] of folders.entries())
      assert.equal(readFileSync(join(dir, folder, 'report.txt'), 'utf8'), odd[index]);
    assert.ok(!existsSync(join(dir, '..', 'up')));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
