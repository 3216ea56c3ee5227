import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { plainPasswords } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/rules.ts';
import type { Link } from '#link/link.ts';
import { connectTcp, listenTcp } from '#link/tcp.ts';
import { startChat } from '#server/start-chat.ts';
import { systemClock } from '#server/system-clock.ts';
import { openStore } from '#store/open-store.ts';

import { Peer } from '../scene.suite.ts';
import { tsam } from '../tsam.ts';

interface Server {
  readonly port: number;
  client(): Promise<Peer>;
  stop(): Promise<void>;
}

/** A server over TCP that dials others. */
async function serve(t: TestContext, group: number, dials: readonly Server[], dir = ':memory:'): Promise<Server> {
  const store = await openStore({ dir, durability: 'relaxed' });
  const log = (): void => {};
  const chat = await startChat({ store, clock: systemClock, log, passwords: plainPasswords });
  let accept: (link: Link) => void = () => {};
  const listening = await listenTcp({ port: 0 }, (link) => accept(link));
  const { port } = listening;
  const peer = dials.map((each) => `127.0.0.1:${each.port}`).join(',');
  const options = { group: String(group), peers: 'yes', peer };
  accept = tsam.listen(chat, { rules: openRules, journal: () => {}, options, place: { address: '127.0.0.1', port } });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    tsam.servers?.(chat)?.stop();
    await listening.close();
    await chat.closeAll();
    await chat.stop();
    await store.close();
  };
  t.after(stop);
  return { port, stop, client: async () => new Peer(await connectTcp({ host: '127.0.0.1', port })) };
}

/** Asks until the answer is right. */
async function asks(client: Peer, command: string, right: RegExp): Promise<string> {
  for (;;) {
    const heard = client.heard.length;
    client.sends(command);
    await client.until(() => client.heard.length > heard);
    const answer = client.heard.slice(heard).join('');
    if (right.test(answer)) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('three servers in a ring: mail arrives once, by whatever way', async (t) => {
  const one = await serve(t, 1, []);
  const two = await serve(t, 2, [one]);
  const three = await serve(t, 3, [one, two]);
  const clients = await Promise.all([one, two, three].map((server) => server.client()));
  const [first, second, third] = clients;
  assert.ok(first && second && third);
  for (const client of clients) await asks(client, 'SERVERS', /A5_\d.*;A5_\d.*;A5_\d/);
  first.sends('SENDMSG,A5_3,from one', 'SENDMSG,A5_2,from one');
  second.sends('SENDMSG,A5_3,from two');
  await asks(third, 'KEEPALIVE,A5_3', /KEEPALIVE,2/);
  const mail = await asks(third, 'GETMSGS,A5_3', /From/);
  assert.deepEqual(
    mail
      .split('\n')
      .map((line) => line.replace(/A5_\d\.\d+/, 'client'))
      .toSorted(),
    ['From A5_1: client: from one', 'From A5_2: client: from two'],
  );
  assert.match(await asks(second, 'GETMSGS,A5_2', /From/), /^From A5_1: A5_1\.\d+: from one$/);
});

test('mail for a group that only another server knows is passed on after a restart', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'polylogue-ring-'));
  t.after(() => rm(dir, { recursive: true }));
  const before = await serve(t, 1, [], dir);
  const writer = await before.client();
  writer.sends('SENDMSG,A5_3,one', 'SENDMSG,A5_3,two');
  await asks(writer, 'KEEPALIVE', /KEEPALIVE/);
  await before.stop();
  const three = await serve(t, 3, []);
  const two = await serve(t, 2, [three]);
  await asks(await two.client(), 'SERVERS', /A5_3/);
  await serve(t, 1, [two], dir);
  const reader = await three.client();
  await asks(reader, 'KEEPALIVE,A5_3', /KEEPALIVE,2/);
  const mail = await asks(reader, 'GETMSGS,A5_3', /From/);
  assert.deepEqual(mail.replaceAll(/A5_1\.\d+/g, 'client').split('\n'), [
    'From A5_1: client: one',
    'From A5_1: client: two',
  ]);
});
