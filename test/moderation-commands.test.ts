import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptStdio } from '#server/kept-stdio.suite.ts';
import { runCommandLine } from '#server/run-command-line.ts';
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
  await assert.rejects(room.ask({ kind: 'say', room: 'alice', text: 'x' }), /alice is not a room/);
  await assert.rejects(room.ask({ kind: 'say', room: '#lobby', text: 'ä'.repeat(10_000) }), /at most 16384 bytes/);
});

test('somebody is muted and unmuted, kept out and let in again; lists show what still counts', async () => {
  await using room = await ControlRoom.open();
  const { clock } = room.server;
  const bob = await room.server.join('bob');
  const until = clock.now() + 60_000;
  const mute = { list: 'mute', mask: 'b*', room: '#lobby' } as const;
  const [done, ...more] = (await room.ask({ kind: 'list-add', ...mute, until, reason: 'too loud' })).map(fields);
  assert.deepEqual([typeof done?.['seq'], done?.['room'], more[0]?.['people']], ['number', '#lobby', 1]);
  assert.match(await bob.next(), /^You were muted in #lobby until [-0-9 :]+\. Reason: too loud$/);
  bob.say('can you hear me');
  assert.match(await bob.next(), /^You are muted in #lobby until [-0-9 :]+ \(too loud\)\.$/);
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
  const [, hit] = (await room.ask({ kind: 'list-add', ...ban, kick: true, reason: 'spam' })).map(fields);
  assert.deepEqual(hit, { people: 1, sentence: 'It hits 1 person who is here now.' });
  assert.equal(await bob.next(), 'You were banned from #lobby. Reason: spam');
  await room.ask({ kind: 'list-remove', ...ban });
  assert.equal(await bob.next(), 'The server lifted your ban from #lobby.');
  await assert.rejects(room.ask({ kind: 'kick', name: 'bob', room: '#lobby' }), /bob is not in #lobby\./);
  await room.ask({ kind: 'kick', name: 'bob', reason: 'bye' });
  assert.equal(await bob.next(), 'An operator of this server has closed your connection. Reason: bye');
  await bob.over();
  await assert.rejects(room.ask({ kind: 'kick', name: 'bob' }), /bob is not in the chat\./);
  await assert.rejects(room.ask({ kind: 'list-add', list: 'ban', mask: 'a b' }), /a b is not a mask/);
  await assert.rejects(room.ask({ kind: 'list-add', ...ban, until: 5 }), /end is not a time after now/);
  await assert.rejects(room.ask({ kind: 'list', list: 'ban', room: '#nix' }), /There is no room #nix/);
  const told = (await room.ask({ kind: 'audit' })).map(fields).map(({ event }) => fields(event)['kind']);
  assert.deepEqual(told, ['listed', 'unlisted', 'listed', 'unlisted', 'kicked']);
});

test('a channel is administered and closed by the server, and a message is deleted', async () => {
  await using room = await ControlRoom.open();
  const bob = await room.server.join('bob');
  bob.say('/join #tea');
  await bob.hears('You are in #tea. What you type is sent there. /join #lobby returns.');
  const tea = { room: '#TEA' } as const;
  const [role] = (await room.ask({ kind: 'room-role', ...tea, name: 'bob', role: 'voice' })).map(fields);
  assert.deepEqual([typeof role?.['seq'], role?.['room']], ['number', '#tea']);
  const [same] = (await room.ask({ kind: 'room-role', ...tea, name: 'bob', role: 'voice' })).map(fields);
  assert.deepEqual(same, { seq: null, room: '#tea' });
  await assert.rejects(room.ask({ kind: 'room-role', ...tea, name: 'eve', role: 'voice' }), /eve is not in #TEA\./);
  await room.ask({ kind: 'room-set', ...tea, name: 'key', value: 's3cret' });
  await room.ask({ kind: 'room-set', ...tea, name: 'slow', value: '5' });
  const set = (await room.ask({ kind: 'room-settings', ...tea })).map(fields).filter(({ value }) => value !== '');
  assert.deepEqual(
    set.map(({ name, value }) => [name, value]),
    [
      ['slow', '5'],
      ['key', 'yes'],
    ],
  );
  for (const [name, value, sentence] of [
    ['slow', 'x', /slow is a number of seconds up to 21600, or 0, not x\./],
    ['key', 'a b', /key is one word of at most 64 characters, or nothing\.$/],
    ['toString', 'x', /There is no setting toString\./],
  ] as const)
    await assert.rejects(room.ask({ kind: 'room-set', ...tea, name, value }), sentence);
  await room.ask({ kind: 'room-topic', ...tea, text: 'green' });
  await assert.rejects(room.ask({ kind: 'room-rename', ...tea, name: '#lobby' }), /The name #lobby is reserved/);
  const [named] = (await room.ask({ kind: 'room-rename', ...tea, name: '#coffee' })).map(fields);
  assert.equal(named?.['room'], '#coffee');
  const [info] = (await room.ask({ kind: 'room-list' })).map(fields).filter(({ name }) => name === '#coffee');
  assert.deepEqual(info?.['topic'], 'green');

  await bob.hears('The server made you voice of #tea.');
  await bob.hears('#tea is now #coffee.');
  bob.say('/msg #coffee 0170 1234567');
  bob.say('/topic #coffee');
  await bob.hears('Topic of #coffee: green');
  const last = async (): Promise<Fields> =>
    fields((await room.ask({ kind: 'history', room: '#coffee', last: 1 })).at(-1));
  const { seq } = await last();
  await room.ask({ kind: 'message-delete', seq: Number(seq), reason: 'a phone number' });
  assert.deepEqual(fields((await last())['event'])['reason'], 'a phone number');
  await assert.rejects(room.ask({ kind: 'message-delete', seq: Number(seq) }), /There is no such message\./);

  await room.ask({ kind: 'room-close', room: '#coffee', reason: 'over' });
  await assert.rejects(room.ask({ kind: 'room-close', room: '#coffee' }), /There is no room #coffee/);
  await assert.rejects(room.ask({ kind: 'room-close', room: '#lobby' }), /not allowed .*#lobby is everybody’s/);
  const told = (await room.ask({ kind: 'audit' })).map(fields).map(({ event }) => fields(event)['kind']);
  assert.deepEqual(told, ['role', 'set', 'set', 'roomNamed', 'redacted', 'closed']);
});

test('an exception keeps a ban of many off somebody', async () => {
  await using room = await ControlRoom.open();
  await room.server.join('bob');
  await room.ask({ kind: 'list-add', list: 'exception', mask: 'bob', reason: 'speaks today' });
  const [, hit] = (await room.ask({ kind: 'list-add', list: 'ban', mask: 'b*' })).map(fields);
  assert.equal(hit?.['people'], 0);
  await room.ask({ kind: 'list-remove', list: 'exception', mask: 'bob' });
  await assert.rejects(room.ask({ kind: 'list-remove', list: 'exception', mask: 'bob' }), /not on that list/);
});

test('a ban or mute of most people, or of everybody, asks for confirmation first', async () => {
  await using room = await ControlRoom.open();
  const data = ['--data', room.dir] as const;
  for (const name of ['bea', 'ben', 'carol']) await room.server.join(name);
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await command([...args, ...data]);
    assert.equal(code, 64);
    return stderr;
  };
  const typed = async (answer: string): Promise<string> => {
    const stdio = new KeptStdio(answer);
    Object.assign(stdio.stdin, { isTTY: true });
    const code = await runCommandLine(['mute', 'b*', ...data], stdio);
    return `${code} ${stdio.written.stderr}`;
  };
  const both = 'b\\* would be banned from the server\\. It hits 2 of the 3 people who are here now\\.';
  assert.match(await refused('ban', 'b*'), new RegExp(`${both} There is no terminal to ask at: add --yes\\.`));
  assert.match(
    await refused('ban', '*', '#lobby'),
    /It matches every name, also of people who come later\. It hits 3 of/,
  );
  const asked = 'b* would be muted on the server. It hits 2 of the 3 people who are here now.\nTo do it, type yes: ';
  assert.equal(await typed('no\n'), `1 ${asked}no\npolylogue mute: Nothing was done.\n`);
  assert.equal((await command(['mute', '--list', ...data])).stdout, '');
  assert.equal(await typed('yes\n'), `0 ${asked}yes\nb* is muted on the server.\nIt hits 2 people who are here now.\n`);
  assert.equal((await command(['ban', 'bea', ...data])).code, 0);
  const done = await command(['ban', '*', '--yes', '--json', ...data]);
  assert.match(done.stdout, /^\{"did":"ban","mask":"\*",.*"people":2/);
  assert.doesNotMatch((await command(['except', '--help'])).stdout, /--yes/);
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
  const invited = await command(['invite', '#lobby', 'alice', '--for', 'ever', ...data]);
  assert.equal(invited.stderr, 'alice is in #lobby already, or was invited: an invitation lasts for ever now.\n');
  const banned = await command(['ban', 'alice', '--reason', 'spam', ...data]);
  assert.deepEqual(
    [banned.code, banned.stderr],
    [0, 'alice is banned from the server.\nIt hits 1 person who is here now.\n'],
  );
  const json = await command(['rooms', 'role', '#lobby', 'server', 'voice', '--json', ...data]);
  assert.deepEqual([json.code, json.stdout], [1, '']);
  assert.equal(json.stderr, 'polylogue rooms role: server is not in #lobby.\n');
  const set = await command(['rooms', 'set', '#lobby', 'slow', '10s', '--json', ...data]);
  const { seq, ...what } = fields(JSON.parse(set.stdout));
  assert.deepEqual([typeof seq, what], ['number', { did: 'rooms set', room: '#lobby', name: 'slow', value: '10' }]);
  for (const [args, sentence] of [
    [['ban'], /MASK is missing\. To see the list: polylogue ban --list/],
    [['ban', 'account:nobody'], /There is no account nobody\./],
    [['invite', '#lobby', 'nobody'], /There is nobody called nobody: neither an account, nor somebody who is here\./],
    [['ban', 'a', '#b', '--list'], /--list takes a room, not a mask\./],
    [['rooms', 'rol'], /There is no command "rooms rol"\. Did you mean polylogue rooms role\?/],
    [['delete', 'alice'], /MESSAGE is a number, not "alice"\. To see the numbers/],
    [['kick', 'alice', ''], /An argument is empty\. In a shell a room's # must be quoted/],
  ] as const) {
    const ran = await command([...args, ...data]);
    assert.match(ran.stderr, sentence);
    assert.equal(ran.code, args[1]?.endsWith('nobody') || args[2] === 'nobody' ? 1 : 64);
  }
  const reset = await command(['rooms', 'set', '#lobby', 'slow', '-', ...data]);
  assert.equal(reset.stderr, 'slow of #lobby is not set now.\n');
});
