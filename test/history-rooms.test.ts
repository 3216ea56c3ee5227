import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '#store/open-store.ts';
import { command, output } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { TemporaryDirectory } from './local-server.ts';

test('the list of rooms tells how much was said in each, and when last', async () => {
  await using room = await ControlRoom.open();
  const { server } = room;
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  alice.say('one', 'two');
  await bob.until(() => bob.heard.includes('alice: two'));
  const at = new Date(server.clock.now()).toISOString();
  const [lobby, ...others] = await room.ask({ kind: 'rooms' });
  assert.deepEqual([lobby, others], [{ id: idOf(lobby), name: '#lobby', entries: 2, last: at }, []]);
  const line = await output(['history', '--data', room.dir]);
  assert.match(line, /^#lobby +2 entries, last \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d\n$/);
  const json: unknown = JSON.parse(await output(['history', '--data', room.dir, '--json']));
  assert.deepEqual(json, lobby);
  const utc = await output(['history', '--data', room.dir, '--utc']);
  assert.ok(utc.includes(`last ${at.slice(0, 19).replace('T', ' ')}Z`), utc);
});

const idOf = (room: unknown): number =>
  typeof room === 'object' && room !== null && 'id' in room ? Number(room.id) : NaN;

test('a room of more than a page of counting, on both sides of the index', async () => {
  await using room = await ControlRoom.open(undefined, { durability: 'relaxed' });
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
  for (let n = 0; n < 100; n++) {
    alice.say(...Array.from({ length: 45 }, (_, at) => `${n} ${at}`));
    await bob.until(() => bob.heard.includes(`alice: ${n} 44`));
  }
  const [lobby] = await room.ask({ kind: 'rooms' });
  assert.ok(typeof lobby === 'object' && lobby !== null && 'entries' in lobby);
  assert.equal(lobby.entries, 4500);
});

test('a closed room is listed and read by number, also if another room has its name', async () => {
  await using room = await ControlRoom.open();
  const { server } = room;
  const alice = await server.join('alice');
  const bob = await server.join('bob');
  for (const words of ['old', 'new']) {
    for (const peer of [alice, bob]) {
      peer.say('/join #tea');
      await peer.next();
    }
    alice.say(words);
    await bob.until(() => bob.heard.some((text) => text.endsWith(words)));
    await server.chat.command(words === 'old' ? { kind: 'closed' } : { kind: 'topic', text: 'green' }, '#tea');
  }
  const list = await output(['history', '--data', room.dir]);
  const [, id = ''] = /^@(\d+) +#tea \(closed\) +\d entries, last .*$/m.exec(list) ?? [];
  assert.match(list, /^#tea +\d entr/m);
  assert.match(await output(['history', `@${id}`, '--data', room.dir]), /alice: old\n[^]*server closed #tea\n$/);
  const now = await output(['history', '#tea', '--data', room.dir]);
  assert.match(now, /alice: new\n/);
  assert.doesNotMatch(now, /old/);
  const live = await output(['rooms', '--data', room.dir]);
  assert.equal([...live.matchAll(/^#tea/gm)].length, 1, live);
});

test('private rooms are listed and read by number, also those of former guests', async () => {
  await using room = await ControlRoom.open();
  const { server } = room;
  for (const words of ['first', 'second']) {
    const [alice, bob] = [await server.join('alice'), await server.join('bob')];
    alice.say(`/msg bob ${words}`);
    await bob.hears(`alice (to you): ${words}`);
    for (const peer of [alice, bob]) {
      peer.say('BYE');
      await peer.over();
    }
  }
  const data = ['--data', room.dir] as const;
  const list = await output(['history', '--private', ...data]);
  const ids = [...list.matchAll(/^@(\d+) +alice \(guest\) and bob \(guest\) +1 entry, last .*$/gm)].map(([, id]) => id);
  assert.equal(ids.length, 2, list);
  assert.match(await output(['history', `@${ids[0]}`, ...data]), /alice: first\n$/);
  assert.match(await output(['history', `@${ids[1]}`, ...data]), /alice: second\n$/);
  const json: unknown[] = (await output(['history', '--private', '--json', ...data]))
    .trimEnd()
    .split('\n')
    .map((each): unknown => JSON.parse(each));
  assert.deepEqual(Object.keys(json[0] ?? {}), ['id', 'between', 'entries', 'last']);
  const none = await command(['history', '@999999', ...data]);
  assert.deepEqual(
    [none.code, none.stderr],
    [1, 'polylogue history: There is no room @999999. They are listed by: polylogue history --private.\n'],
  );
  assert.equal((await command(['history', '@x', ...data])).code, 1);
});

test('an account reads a private room by number only where it is one of the two', async () => {
  await using room = await ControlRoom.open();
  const { argonPasswords } = await import('#server/passwords.ts');
  const secret = await argonPasswords({ memory: 8, passes: 1, parallelism: 1 }).hash('swordfish');
  for (const name of ['bob', 'carol'])
    assert.equal((await room.server.chat.command({ kind: 'registered', name, secret })).kind, 'entry');
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob swordfish')];
  alice.say('/msg bob psst');
  await bob.hears('alice (to you): psst');
  const [direct] = await room.ask({ kind: 'rooms', private: true });
  const name = `@${idOf(direct)}`;
  const items = await room.ask({ kind: 'history', room: name, account: 'bob' });
  assert.equal(items.length, 1);
  await assert.rejects(room.ask({ kind: 'history', room: name, account: 'carol' }), /carol was never in @\d+\./);
});

test('chats of single dialects are found and named', async () => {
  using dir = new TemporaryDirectory();
  const below = join(dir.path, 'nick-43221');
  await (await openStore({ dir: below, durability: 'relaxed' })).close();
  const none = await command(['history', '--data', dir.path]);
  assert.equal(none.code, 1);
  assert.equal(none.stderr, `polylogue history: There is no chat in ${dir.path}. There is with --data ${below}\n`);
  await (await openStore({ dir: dir.path, durability: 'relaxed' })).close();
  const listed = await command(['history', '--data', dir.path]);
  assert.deepEqual(
    [listed.code, listed.stdout, listed.stderr],
    [0, '', `There are no rooms yet.\nOther chats: --data ${below}\n`],
  );
});
