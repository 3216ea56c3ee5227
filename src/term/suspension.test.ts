import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, type } from './terminal.suite.ts';

test('Ctrl-Z gives the terminal back and stops the job; what continues it draws the line again', async (t) => {
  // It goes on by itself where nobody has stopped it in time.
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { keys, raw, screen, signals, stops, console } = open();
  console.prompt('Me: ');
  await type(keys, 'half\x1a');
  assert.deepEqual(stops, [['?2004h', '?2004l']]);
  assert.deepEqual([raw.at(-1), screen.lines], [false, ['Me: half', '']]);
  console.show('bob: hello');
  assert.deepEqual(screen.lines, ['Me: half', '']);
  screen.write('[1]+ Stopped\n$ fg\n');
  signals.emit('SIGCONT');
  assert.deepEqual(screen.lines, ['Me: half', '[1]+ Stopped', '$ fg', 'bob: hello', 'Me: half']);
  assert.deepEqual([raw.at(-1), screen.told.at(-1)], [true, '?2004h']);
  await type(keys, '!\r');
  assert.equal(await console.line(), 'half!');
  console.close();
  assert.equal(signals.listenerCount('SIGCONT'), 0);
});

test('where the process is not stopped, it continues', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const { keys, raw, screen, console } = open();
  console.prompt('Me: ');
  keys.write('half\x1a');
  await new Promise((resolve) => process.nextTick(resolve));
  assert.equal(raw.at(-1), false);
  t.mock.timers.tick(60);
  assert.deepEqual([raw.at(-1), screen.lines], [true, ['Me: half', 'Me: half']]);
  console.close();
});

test('stopped and continued by somebody else: the mode is set anew, because the shell has taken it away', async () => {
  const { keys, raw, screen, signals, console } = open();
  console.prompt('Me: ');
  await type(keys, 'half');
  screen.write('\n[1]+ Stopped\n$ fg\n');
  const before = raw.length;
  signals.emit('SIGCONT');
  // Node leaves a mode alone that it believes is set.
  assert.deepEqual(raw.slice(before), [false, true]);
  assert.deepEqual(screen.lines.slice(-2), ['$ fg', 'Me: half']);
  console.close();
});
