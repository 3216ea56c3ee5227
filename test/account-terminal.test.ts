import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atTerminal, noTerminal } from './at-terminal.ts';
import { output } from './command.ts';
import { ControlRoom } from './control-room.ts';

const skip = noTerminal;

test('a password is asked for twice and not echoed; what is typed can be mended', { skip }, async () => {
  await using room = await ControlRoom.open();
  const data = ['--data', room.dir] as const;
  const { screen, code, echo } = await atTerminal(
    ['account', 'add', 'alice', ...data],
    ['New password for alice: ', 'wrong\u0015\u001b[Aswordfisch\u007f\u007fh\r'],
    ['Repeat it: ', 'swordfish\r'],
  );
  assert.match(screen, /Account alice created\./);
  assert.doesNotMatch(screen, /swordf|wrong|catf|\*/);
  assert.deepEqual([code, echo], [0, true]);
  const peer = room.server.connect().peer;
  await peer.hears('HELLO');
  peer.say('NICK alice swordfish');
  await peer.hears('READY');
});

test('two passwords that differ, or Ctrl-C, change nothing and leave the terminal as it was', { skip }, async () => {
  await using room = await ControlRoom.open();
  const add = ['account', 'add', 'alice', '--data', room.dir] as const;
  const differ = await atTerminal(add, ['New password', 'swordfish\r'], ['Repeat', 'catfish\r']);
  assert.match(differ.screen, /The passwords differ; nothing was changed\./);
  assert.deepEqual([differ.code, differ.echo], [1, true]);
  for (const sign of ['\u0003', '\u0004']) {
    const { code, echo } = await atTerminal(add, ['New password', `sword\u0015${sign}`]);
    assert.deepEqual([code, echo], [130, true]);
  }
  assert.equal(await output(['account', 'list', '--data', room.dir]), '');
});

test('removing an account is confirmed by typing its name', { skip }, async () => {
  await using room = await ControlRoom.open();
  const data = ['--data', room.dir] as const;
  await output(['account', 'add', 'alice', ...data], 'swordfish\n');
  const remove = ['account', 'remove', 'alice', ...data] as const;
  const not = await atTerminal(remove, ['type its name: ', 'yes\r']);
  assert.match(not.screen, /Its messages remain\.[^]*nothing was removed/);
  assert.deepEqual([not.code, not.echo], [1, true]);
  const gone = await atTerminal(remove, ['type its name: ', 'alice\r']);
  assert.match(gone.screen, /type its name: alice\r\nThe account alice is removed\./);
  assert.deepEqual([gone.code, gone.echo], [0, true]);
  assert.equal(await output(['account', 'list', ...data]), '');
});

test('on a terminal history is set off, unless colours are not wanted', { skip }, async () => {
  await using room = await ControlRoom.open();
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
  alice.say('hello');
  await bob.next();
  const { screen, code } = await atTerminal(['history', '#lobby', '--data', room.dir]);
  assert.equal(code, 0);
  assert.match(screen, process.env['NO_COLOR'] ? / {2}alice: hello/ : /\u001b\[1malice\u001b\[22m: hello/);
});
