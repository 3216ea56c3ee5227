import assert from 'node:assert/strict';
import { test } from 'node:test';

import { accented } from './accents.ts';
import { open, type } from './terminal.suite.ts';

test('a name has one colour, and what names the person stands out', () => {
  const line = accented('alice: hi bob\x07', 7, { name: 'alice', marks: [[10, 13]] }, true);
  assert.match(line, /^\x1b\[1m\x1b\[\d\dmalice: \x1b\[39m\x1b\[22mhi \x1b\[1m\x1b\[7mbob\x1b\[27m\x1b\[22m␇$/);
  const colour = (name: string): string => accented('x', 1, { name }, true);
  assert.equal(colour('alice'), colour('ALICE'));
  assert.notEqual(colour('alice'), colour('bob'));
  assert.equal(accented('* x', 0, { faint: true, time: '21:31' }, true), '\x1b[2m21:31 \x1b[22m\x1b[2m* x\x1b[22m');
});

test('without colours there is the text alone', () => {
  const accents = { name: 'alice', marks: [[7, 10]], faint: true, time: '21:31' } as const;
  assert.equal(accented('alice: bob\x1b', 7, accents, false), '21:31 alice: bob␛');
});

test('the bell rings', () => {
  const { screen, console } = open(40, { NO_COLOR: '1' });
  console.show('alice: bob!', 7, { bell: true });
  assert.deepEqual(screen.told.slice(1), ['bell']);
});

test('Tab completes, goes on to the next word, and back; elsewhere it is text', async () => {
  const { keys, screen, console } = open();
  console.completeWith((line, cursor) => {
    const from = line.lastIndexOf(' ', cursor - 1) + 1;
    return {
      from,
      words: ['alice: ', 'alan: '].filter((word) => from < cursor && word.startsWith(line.slice(from, cursor))),
    };
  });
  console.prompt('Me: ');
  await type(keys, 'al');
  for (const [key, shown] of [
    ['\t', 'Me: alice:'],
    ['\t', 'Me: alan:'],
    ['\t', 'Me: alice:'],
    ['\x1b[Z', 'Me: alan:'],
    ['x', 'Me: alan: x'],
  ] as const) {
    await type(keys, key);
    assert.equal(screen.lines.at(-1), shown);
  }
  await type(keys, '\t');
  await type(keys, '\r');
  assert.equal(await console.line(), 'alan: x\t');
  await type(keys, 'pasted\talone\r');
  assert.equal(await console.line(), 'pasted\talone');
});

test('a secret is not completed, and what was typed before is recalled at a prompt of the same kind', async () => {
  const { keys, screen, console } = open();
  const secrets = (line: string): string => line.replace(/^\/register .*/, (all) => '*'.repeat(all.length));
  console.completeWith(() => ({ from: 0, words: ['no'] }));
  console.prompt('Me: ', secrets);
  await type(keys, '/register s');
  await type(keys, '\t');
  await type(keys, '\r');
  assert.equal(await console.line(), '/register s\t');
  await type(keys, 'hello\r');
  console.prompt('#tea > ', secrets);
  await type(keys, '\x1b[A');
  assert.equal(screen.lines.at(-1), '#tea > hello');
});
