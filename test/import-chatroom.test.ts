import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { argonPasswords } from '#server/passwords.ts';
import { openStore } from '#store/open-store.ts';
import { command, type Ran } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { TemporaryDirectory } from './local-server.ts';

const users = 'alice s3cret-words\nbob hunter2\nserver x\n';
const history =
  '2026-11-20 21:31:31.350308\tBM\tsentby:alice recvby:*\thello all\n' +
  'rubbish\n' +
  '2026-11-20 21:31:32.350308\tPM\tsentby:alice recvby:bob\tpsst\n' +
  '2026-11-20 21:31:33.350308\tBM\tsentby:dave recvby:*\tI was never registered\n';

function original(dir: string): string {
  const from = join(dir, 'original');
  mkdirSync(from);
  writeFileSync(join(from, 'users.txt'), users);
  writeFileSync(join(from, 'alice.chat.txt'), history);
  return from;
}

const told = ({ stderr }: Ran): readonly string[] => stderr.trimEnd().split('\n');
const summary = (ran: Ran): string | undefined => told(ran).at(-1);

test('without a server: repeated imports add nothing, and invalid lines are listed by file and line', async () => {
  using dir = new TemporaryDirectory();
  const [from, data] = [original(dir.path), join(dir.path, 'data')];
  await (await openStore({ dir: data, durability: 'relaxed' })).close();
  const first = await command(['import', 'chatroom', from, '--data', data]);
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(told(first), [
    'users.txt:3: the name is reserved here',
    'alice.chat.txt:2: this is not a line of a history',
    '2 of 2 accounts',
    'alice.chat.txt:4: dave has no account here',
    '3 of 3 messages',
    '2 accounts added, 0 here already; 2 messages added, 0 here already, 1 refused; 2 lines not imported.',
  ]);
  const again = await command(['import', 'chatroom', from, '--data', data]);
  assert.equal(
    summary(again),
    '0 accounts added, 2 here already; 0 messages added, 2 here already, 1 refused; 2 lines not imported.',
  );
  const lobby = await command(['history', '#lobby', '--data', data, '--account', 'bob']);
  assert.match(lobby.stdout, /^2026-11-20 21:31:31 {2}alice: hello all$/m);
  const secret = await command(['history', 'alice', '--data', data, '--account', 'bob']);
  assert.equal(secret.stdout, '2026-11-20 21:31:32  alice: psst\n');
  const store = await openStore({ dir: data, durability: 'relaxed' });
  assert.equal(await argonPasswords().verify('s3cret-words', store.accountNamed('alice')?.secret ?? ''), true);
  await store.close();
  assert.deepEqual(
    [readFileSync(join(from, 'users.txt'), 'utf8'), readFileSync(join(from, 'alice.chat.txt'), 'utf8')],
    [users, history],
  );
});

test('with a running server: nothing is sent to clients, and accounts keep their passwords', async () => {
  await using room = await ControlRoom.open();
  using dir = new TemporaryDirectory();
  const carol = await room.server.join('carol');
  await room.server.chat.command({ kind: 'registered', name: 'bob', secret: await argonPasswords().hash('his-own') });
  const ran = await command(['import', 'chatroom', original(dir.path), '--data', room.dir]);
  assert.ok(told(ran).includes('users.txt: bob has an account already, and keeps its password.'), ran.stderr);
  assert.equal(
    summary(ran),
    '1 account added, 1 here already; 2 messages added, 0 here already, 1 refused; 2 lines not imported.',
  );
  const bob = await room.server.join('bob his-own');
  bob.say('good evening');
  await carol.hears('bob: good evening');
  for (const { heard } of [carol, bob])
    assert.equal(
      heard.some((line) => /hello all|psst/.test(line)),
      false,
    );
});

test('a directory without files of the original is refused', async () => {
  using dir = new TemporaryDirectory();
  await (await openStore({ dir: dir.path, durability: 'relaxed' })).close();
  const missing = await command(['import', 'chatroom', join(dir.path, 'nowhere'), '--data', dir.path]);
  assert.deepEqual([missing.code, /cannot be read: there is no such directory/.test(missing.stderr)], [1, true]);
  const other = await command(['import', 'chatroom', dir.path, '--data', dir.path]);
  assert.deepEqual([other.code, /There are no users\.txt/.test(other.stderr)], [1, true]);
});

test('the data directory is created, names with spaces are listed, and a byte order mark is dropped', async () => {
  using dir = new TemporaryDirectory();
  const [from, data] = [join(dir.path, 'original'), join(dir.path, 'new', 'data')];
  mkdirSync(from);
  writeFileSync(join(from, 'users.txt'), '\ufeffmary ann s3cret-words\nbob hunter2\n');
  writeFileSync(
    join(from, 'mary ann.chat.txt'),
    '\ufeff2026-11-20 21:31:31.350308\tBM\tsentby:mary ann recvby:*\thello all\n' +
      '2026-11-20 21:31:32.350308\tPM\tsentby:mary ann recvby:eve\tpsst\n',
  );
  const nothing = await command(['import', 'chatroom', join(dir.path, 'nowhere'), '--data', data]);
  assert.deepEqual([nothing.code, existsSync(data)], [1, false]);
  const ran = await command(['import', 'chatroom', from, '--data', data]);
  assert.deepEqual(told(ran), [
    `There was no chat in ${data}; a new one is created.`,
    'mary ann becomes mary_ann: names cannot contain spaces.',
    '2 of 2 accounts',
    'mary ann.chat.txt:2: eve has no account here',
    '2 of 2 messages',
    '2 accounts added, 0 here already; 1 message added, 0 here already, 1 refused; 0 lines not imported.',
  ]);
  const lobby = await command(['history', '#lobby', '--data', data]);
  assert.match(lobby.stdout, /^2026-11-20 21:31:31 {2}mary_ann: hello all$/m);
  const memory = await command(['import', 'chatroom', from, '--data', ':memory:']);
  assert.deepEqual([memory.code, /kept in memory/.test(memory.stderr)], [1, true]);
});
