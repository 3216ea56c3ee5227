import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { type Original, readOriginal } from './import.ts';

async function read(files: Readonly<Record<string, readonly string[]>>): Promise<Original> {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-import-'));
  try {
    for (const [file, lines] of Object.entries(files)) writeFileSync(join(dir, file), `${lines.join('\n')}\n`);
    return await readOriginal(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const bm = (time: string, from: string, text: string): string =>
  `2026-11-20 ${time}\tBM\tsentby:${from} recvby:*\t${text}`;
const pm = (time: string, from: string, to: string, text: string): string =>
  `2026-11-20 ${time}\tPM\tsentby:${from} recvby:${to}\t${text}`;
/** What was said, in a few words. */
const said = ({ messages }: Original): readonly string[] =>
  messages.map(({ from, to, text }) => `${from}${to === undefined ? '' : ` to ${to}`}: ${text}`);

test('users are imported; for others, the problem names their line', async () => {
  const { users, problems } = await read({
    'users.txt': ['alice s3cret', '', 'bob two words', 'server x', 'a:b x', 'carol', 'ALICE other', 'zoë pässword'],
  });
  assert.deepEqual(users, [
    { name: 'alice', password: 's3cret' },
    { name: 'zoë', password: 'pässword' },
  ]);
  assert.deepEqual(
    problems.map(({ line, why }) => `${line} ${why}`),
    [
      '3 it has more than a name and a password',
      '4 the name is reserved here',
      '5 the name is not allowed here',
      '6 there is no password',
      '7 the name is in the file already',
    ],
  );
});

test('a message in several files is imported once', async () => {
  const original = await read({
    'alice.chat.txt': [bm('21:31:31.350308', 'alice', 'hello all'), pm('21:32:00.000001', 'bob', 'alice', 'psst')],
    'bob.chat.txt': [bm('21:31:31.350399', 'alice', 'hello all'), pm('21:31:59.999999', 'bob', 'alice', 'psst')],
    'carol.chat.txt': [bm('21:31:32', 'alice', 'hello all')],
    'notes.txt': ['nothing of ours'],
  });
  assert.deepEqual(said(original), ['alice: hello all', 'bob to alice: psst']);
  assert.deepEqual(original.problems, []);
  assert.equal(original.messages[0]?.at, new Date(2026, 10, 20, 21, 31, 31, 350).getTime());
  assert.equal((original.messages[0]?.micros ?? 0) % 1000, 308);
});

test('a message that was sent twice is imported twice', async () => {
  const twice = [bm('21:31:31.100000', 'alice', 'hi'), bm('21:31:31.900000', 'alice', 'hi')];
  const later = bm('21:31:33.900001', 'alice', 'hi');
  const original = await read({ 'alice.chat.txt': [...twice, later], 'bob.chat.txt': [...twice, later] });
  assert.deepEqual(said(original), ['alice: hi', 'alice: hi', 'alice: hi']);
});

test('messages with another sender or receiver are different messages', async () => {
  const at = '21:31:31.100000';
  const lines = [
    bm(at, 'alice', 'hi'),
    bm(at, 'bob', 'hi'),
    pm(at, 'alice', 'bob', 'hi'),
    pm(at, 'alice', 'carol', 'hi'),
  ];
  const original = await read({ 'alice.chat.txt': lines, 'bob.chat.txt': lines.slice(0, 3) });
  assert.equal(original.messages.length, 4);
});

test('a text may hold anything but the end of a line', async () => {
  const text = 'a\tb  c: sentby:eve recvby:* ';
  const original = await read({ 'alice.chat.txt': [bm('00:00:00.000000', 'alice', text), 'the rest of a text'] });
  assert.deepEqual(said(original), [`alice: ${text}`]);
  assert.deepEqual(original.problems, [{ file: 'alice.chat.txt', line: 2, why: 'this is not a line of a history' }]);
});

test('lines that cannot be imported', async () => {
  const lines = [
    '2026-13-20 21:31:31\tBM\tsentby:alice recvby:*\thi',
    '2026-02-30 21:31:31\tBM\tsentby:alice recvby:*\thi',
    bm('24:00:00', 'alice', 'hi'),
    bm('21:31:31', 'server', 'hi'),
    pm('21:31:31', 'alice', '*', 'hi'),
    '2026-11-20 21:31:31\tBM\tsentby:alice recvby:bob\thi',
    pm('21:31:31', 'alice', 'a:b', 'hi'),
    bm('21:31:31', 'alice', 'x'.repeat(16_385)),
  ];
  const { messages, problems } = await read({ 'alice.chat.txt': lines });
  assert.deepEqual(messages, []);
  assert.deepEqual(
    problems.map(({ line }) => line),
    lines.map((_, index) => index + 1),
  );
});

test('a directory with the name of a history file is left out', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-import-'));
  try {
    mkdirSync(join(dir, 'carol.chat.txt'));
    writeFileSync(join(dir, 'alice.chat.txt'), `${bm('21:31:31', 'alice', 'hello')}\n`);
    assert.deepEqual(said(await readOriginal(dir)), ['alice: hello']);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('an empty directory gives no users and no messages', async () => {
  assert.deepEqual(await read({}), { users: [], messages: [], problems: [] });
});

test('the spaces of a name become _, if a history file shows that they belong to the name', async () => {
  const original = await read({
    'users.txt': [
      'mary ann s3cret',
      'mary other',
      'tom smith has spaces',
      'jo ann known-as',
      'jo_ann taken',
      'tom jones x',
    ],
    'mary ann.chat.txt': [
      bm('21:31:31', 'mary ann', 'hello'),
      pm('21:31:32', 'mary', 'mary ann', 'psst'),
      pm('21:31:33', 'mary ann', 'jo ann', 'psst'),
    ],
    'tom smith.chat.txt': [],
    'jo ann.chat.txt': [],
  });
  assert.deepEqual(original.users, [
    { name: 'mary_ann', password: 's3cret' },
    { name: 'mary', password: 'other' },
    { name: 'jo_ann', password: 'taken' },
  ]);
  assert.deepEqual(said(original), ['mary_ann: hello', 'mary to mary_ann: psst']);
  assert.deepEqual(original.changed?.get('mary ann'), 'mary_ann');
  const elsebody = 'has spaces, and with _ in their place it is the name of another user';
  assert.deepEqual(
    original.problems.map(({ file, line, why }) => `${file} ${line} ${why}`),
    [
      'users.txt 3 the password has spaces',
      `users.txt 4 the name ${elsebody}`,
      'users.txt 6 it has more than a name and a password',
      `mary ann.chat.txt 3 the receiver’s name ${elsebody}`,
    ],
  );
});

test('a byte order mark at the beginning of a file is not part of a name', async () => {
  const original = await read({
    'users.txt': ['\ufeffalice s3cret', '\ufeffbob hunter2'],
    'alice.chat.txt': [`\ufeff${bm('21:31:31', 'alice', '\ufeffhi')}`],
  });
  assert.deepEqual(original.users, [{ name: 'alice', password: 's3cret' }]);
  assert.deepEqual(said(original), ['alice: \ufeffhi']);
  assert.deepEqual(
    original.problems.map(({ file, line }) => `${file} ${line}`),
    ['users.txt 2'],
  );
});
