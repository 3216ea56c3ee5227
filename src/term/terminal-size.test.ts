import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, taken, type } from './terminal.suite.ts';

test('a terminal of 0 columns is treated as one of 80, and one that becomes that narrow is handled', async () => {
  for (const columns of [0, 1]) {
    const { keys, screen, console } = open(80);
    screen.columns = columns;
    console.prompt('Me: ');
    await type(keys, 'half 日本\tx');
    screen.emit('resize');
    await taken();
    console.show('bob: hello');
    await type(keys, '\r');
    assert.equal(await console.line(), 'half 日本\tx');
    console.close();
  }
});

test('advice is cut between words, and what others said where the terminal cuts it', () => {
  const { screen, console } = open(40);
  const text = 'What you type is sent to everybody. /help lists all commands; BYE leaves.';
  console.hint(text);
  console.show(text);
  assert.deepEqual(screen.lines.slice(0, 3), [
    'What you type is sent to everybody.',
    '/help lists all commands; BYE leaves.',
    text,
  ]);
  console.close();
});

const texts: readonly (readonly [string, string])[] = [
  ['long', 'x'.repeat(90)],
  ['of wide characters', '日本語の長い文章です、よ'.repeat(4)],
  ['short', 'half'],
  ['of several lines', `\x1b[200~${'one\n'.repeat(3)}${'y'.repeat(53)}\x1b[201~`],
];
for (const [name, text] of texts) {
  for (const [from, to] of [
    [20, 37],
    [40, 23],
    [60, 17],
  ] as const) {
    test(`what arrived stays and nothing is left behind when half a line, ${name}, goes from ${from} columns to ${to}`, async () => {
      for (const how of ['resize', 'cut'] as const) {
        const { keys, screen, console } = open(from);
        console.prompt('Me: ');
        await type(keys, text);
        for (const line of ['bob: 1', 'bob: 2', 'bob: 3', 'bob: 4']) console.show(line);
        const before = screen.lines.slice(4).join('\n').replaceAll(' ', '');
        screen[how](to);
        console.show('bob: 5');
        await taken();
        console.show('bob: 6');
        assert.deepEqual(screen.lines.slice(0, 6), ['bob: 1', 'bob: 2', 'bob: 3', 'bob: 4', 'bob: 5', 'bob: 6']);
        assert.equal(screen.lines.slice(6).join('\n').replaceAll(' ', ''), before);
        await type(keys, '\x03');
        console.close();
        assert.equal(screen.lines.slice(6).join('\n').replaceAll(' ', ''), `${before}\n`);
        assert.equal(screen.listenerCount('resize'), 0);
      }
    });
  }
}

test('where the column does not tell, the environment does, and what was seen before', async () => {
  for (const [environment, columns] of [
    [{ TMUX: '/tmp/tmux' }, [20]],
    [{}, [23, 40, 20]],
  ] as const) {
    const { keys, screen, console } = open(40, environment);
    console.prompt('Me: ');
    await type(keys, 'x'.repeat(90));
    for (const width of columns) {
      screen.resize(width);
      await taken();
    }
    assert.deepEqual(screen.lines, [`Me: ${'x'.repeat(90)}`]);
  }
});

test('a terminal that does not tell where its cursor is loses nothing that arrived', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { keys, screen, console } = open(40);
  screen.removeAllListeners('asked');
  console.prompt('Me: ');
  await type(keys, 'x'.repeat(90));
  console.show('bob: 1');
  screen.resize(20);
  console.show('bob: 2');
  assert.deepEqual(
    screen.lines.filter((line) => line.startsWith('bob')),
    ['bob: 1'],
  );
  t.mock.timers.tick(300);
  console.show('bob: 3');
  assert.deepEqual(screen.lines.join('\n').match(/bob: \d/g), ['bob: 1', 'bob: 2', 'bob: 3']);
  assert.ok(screen.lines.at(-1)?.endsWith(`Me: ${'x'.repeat(90)}`));
});
