import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { foldCase } from '#chat/names/names.ts';
import { argonPasswords } from '#server/passwords.ts';
import { migrate, migrations } from '#store/migrations.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';

/** A database of a version for which names that look alike were different, with these accounts. */
async function older(dir: string, names: readonly string[]): Promise<void> {
  const { hash } = argonPasswords({ memory: 8, passes: 1, parallelism: 1 });
  const db = new DatabaseSync(join(dir, 'polylogue.db'));
  db.exec(readFileSync(new URL('fixtures/first-schema.sql', import.meta.url), 'utf8'));
  db.exec('DELETE FROM account; DELETE FROM session; DELETE FROM guest');
  migrate(db, migrations.slice(0, 3));
  const add = db.prepare('INSERT INTO account (id, name, folded, version, secret) VALUES (?, ?, ?, 1, ?)');
  for (const [nth, name] of names.entries()) add.run(100 + nth, name, foldCase(name), await hash(`of-${name}`));
  db.close();
}

async function comes(server: LocalServer, name: string): Promise<NickPeer> {
  const peer = server.connect().peer;
  await peer.hears('HELLO');
  peer.say(`NICK ${name} of-${name}`);
  await peer.hears('READY');
  return peer;
}

test('accounts of an older version whose names look alike, or are none any more, log in and are spoken to', async () => {
  using dir = new TemporaryDirectory();
  const names = ['аlice', 'alice', '[INFO]', 'ѕelf'];
  await older(dir.path, names);
  await using server = await LocalServer.open({ dir: dir.path, durability: 'relaxed' });
  const peers = new Map<string, NickPeer>();
  for (const name of names) peers.set(name, await comes(server, name));
  const bob = await server.join('bob');
  for (const [name, peer] of peers) {
    bob.say(`/msg ${name} psst ${name}`);
    await peer.until(() => peer.heard.includes(`bob (to you): psst ${name}`));
  }
  bob.say('/msg ALICE for the one who has that name now');
  const alice = peers.get('alice');
  await alice?.until(() => alice.heard.includes('bob (to you): for the one who has that name now'));
  for (const taken of ['аlIcе', 'Alice']) {
    const guest = server.connect().peer;
    await guest.hears('HELLO');
    guest.say(`NICK ${taken}`);
    assert.equal(await guest.next(), 'RETRY');
  }
  for (const name of names) {
    const again = await comes(server, name);
    again.say('BYE');
  }
});
