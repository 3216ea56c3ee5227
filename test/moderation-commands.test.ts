import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command } from './command.ts';
import { ControlRoom } from './control-room.ts';

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields => ({ ...(value as Fields) });

test('the server speaks to a channel, whoever may speak there', async () => {
  await using room = await ControlRoom.open();
  const alice = await room.server.join('alice');
  await room.ask({ kind: 'say', room: '#LOBBY', text: 'The server restarts at five.' });
  assert.equal(await alice.next(), 'server: The server restarts at five.');
  const [said] = (await room.ask({ kind: 'history', room: '#lobby', last: 1 })).map(fields);
  assert.deepEqual(fields(said?.['from'])['name'], 'server');
  await assert.rejects(room.ask({ kind: 'say', room: 'alice', text: 'x' }), /alice is no channel/);
  await assert.rejects(room.ask({ kind: 'say', room: '#lobby', text: 'ä'.repeat(10_000) }), /too long/);
});

test('somebody is muted and unmuted, kept out and let in again; lists show what still counts', async () => {
  await using room = await ControlRoom.open();
  const { clock } = room.server;
  const bob = await room.server.join('bob');
  const until = clock.now() + 60_000;
  const mute = { list: 'mute', mask: 'b*', room: '#lobby' } as const;
  assert.deepEqual(await room.ask({ kind: 'list-add', ...mute, until, reason: 'too loud' }), []);
  bob.say('can you hear me');
  assert.match(await bob.next(), /^Not sent: you are muted in #lobby until [-0-9 :]+ \(too loud\)\.$/);
  const [row] = (await room.ask({ kind: 'list', list: 'mute', room: '#lobby' })).map(fields);
  assert.deepEqual(
    [row?.['mask'], row?.['until'], row?.['reason'], row?.['by']],
    ['b*', new Date(until).toISOString(), 'too loud', 'server'],
  );
  assert.deepEqual(await room.ask({ kind: 'list', list: 'mute' }), []);
  await clock.pass(60_000);
  assert.deepEqual(await room.ask({ kind: 'list', list: 'mute', room: '#lobby' }), []);
  await room.ask({ kind: 'list-remove', ...mute });
  await assert.rejects(room.ask({ kind: 'list-remove', ...mute }), /b\* is not on that list/);

  const ban = { list: 'ban', mask: 'bob', room: '#lobby' } as const;
  const [hit] = (await room.ask({ kind: 'list-add', ...ban, kick: true, reason: 'spam' })).map(fields);
  assert.deepEqual(hit, { people: 1, sentence: 'It hits 1 person who is here now.' });
  assert.equal(await bob.next(), 'You were banned from #lobby. Reason: spam');
  await room.ask({ kind: 'list-remove', ...ban });
  await assert.rejects(room.ask({ kind: 'kick', name: 'bob', room: '#lobby' }), /bob is not in #lobby\./);
  await room.ask({ kind: 'kick', name: 'bob', reason: 'bye' });
  assert.equal(await bob.next(), 'An operator of this server has closed your connection. Reason: bye');
  await bob.over();
  await assert.rejects(room.ask({ kind: 'kick', name: 'bob' }), /bob is not in the chat\./);
  await assert.rejects(room.ask({ kind: 'list-add', list: 'ban', mask: 'a b' }), /a b is not a mask/);
  await assert.rejects(room.ask({ kind: 'list-add', ...ban, until: 5 }), /end is not a time after now/);
  await assert.rejects(room.ask({ kind: 'list', list: 'ban', room: '#nix' }), /There is no channel #nix/);
  const told = (await room.ask({ kind: 'audit' })).map(fields).map(({ event }) => fields(event)['kind']);
  assert.deepEqual(told, ['listed', 'unlisted', 'listed', 'unlisted', 'kicked']);
});

test('a command line says what it did, and what is missing', async () => {
  await using room = await ControlRoom.open();
  const data = ['--data', room.dir] as const;
  const alice = await room.server.join('alice');
  const said = await command(['say', '#lobby', ...data], '\ufeffpiped\nin two lines\n');
  assert.deepEqual([said.code, said.stdout, said.stderr], [0, '', 'Sent to #lobby.\n']);
  assert.deepEqual([await alice.next(), await alice.next()], ['server: piped', 'server: in two lines']);
  const muted = await command(['mute', 'ali\u001bce', '#lobby', ...data]);
  assert.deepEqual(
    [muted.code, muted.stderr],
    [1, 'polylogue mute: ali␛ce is not a mask. Examples: bob, b*, account:bob, address:bob.\n'],
  );
  const banned = await command(['ban', 'alice', '--reason', 'spam', ...data]);
  assert.deepEqual(
    [banned.code, banned.stderr],
    [0, 'alice is banned on the server.\nIt hits 1 person who is here now.\n'],
  );
  for (const [args, sentence] of [
    [['ban'], /MASK is missing\. To see the list: polylogue ban --list/],
    [['ban', 'a', '#b', '--list'], /--list takes a channel, and no mask\./],
    [['kick', 'alice', ''], /An argument is empty\. In a shell a channel's # must be quoted/],
  ] as const) {
    const ran = await command([...args, ...data]);
    assert.match(ran.stderr, sentence);
    assert.equal(ran.code, 64);
  }
});
