import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { plainPasswords } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Link } from '#link/link.ts';
import { connectTcp, type Listening, listenTcp } from '#link/tcp/tcp.ts';
import { startChat } from '#server/start-chat.ts';
import { systemClock } from '#server/system-clock.ts';
import { openStore } from '#store/open-store.ts';

import { Peer } from '../scene.suite.ts';
import { tsam } from '../tsam.ts';

interface Server {
  readonly port: number;
  /** The linked servers, and those that are dialled: `A5_2 linked`. */
  peers(): readonly string[];
  client(): Promise<Peer>;
  stop(): Promise<void>;
}

/** A port where links wait until a server accepts them. */
class Place {
  readonly #listening: Listening;
  readonly #early: Link[];
  readonly #take: { accept: (link: Link) => void };

  private constructor(listening: Listening, early: Link[], take: { accept: (link: Link) => void }) {
    this.#listening = listening;
    this.#early = early;
    this.#take = take;
  }

  static async open(): Promise<Place> {
    const early: Link[] = [];
    const take = { accept: (link: Link): void => void early.push(link) };
    return new Place(await listenTcp({ port: 0 }, (link) => take.accept(link)), early, take);
  }

  get port(): number {
    return this.#listening.port;
  }

  serve(accept: (link: Link) => void): void {
    this.#take.accept = accept;
    for (const link of this.#early.splice(0)) accept(link);
  }

  close(): Promise<void> {
    return this.#listening.close();
  }
}

interface Serving {
  readonly dir?: string;
  readonly at?: Place;
  readonly options?: Readonly<Record<string, string>>;
}

/** A server over TCP that dials others. */
async function serve(
  t: TestContext,
  group: number,
  dials: readonly { readonly port: number }[],
  { dir = ':memory:', at, options: more = {} }: Serving = {},
): Promise<Server> {
  const here = at ?? (await Place.open());
  const store = await openStore({ dir, durability: 'relaxed' });
  const log = (): void => {};
  const chat = await startChat({ store, clock: systemClock, log, passwords: plainPasswords });
  const { port } = here;
  const peer = dials.map((each) => `127.0.0.1:${each.port}`).join(',');
  const options = { group: String(group), peers: 'yes', ...(peer !== '' && { peer }), ...more };
  here.serve(
    tsam.listen(chat, {
      rules: openRules,
      journal: () => {},
      options,
      place: { address: '127.0.0.1', port },
    }),
  );
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    tsam.servers?.(chat)?.stop();
    await here.close();
    await chat.closeAll();
    await chat.stop();
    await store.close();
  };
  t.after(stop);
  const peers = (): readonly string[] =>
    (tsam.servers?.(chat)?.list() ?? []).map((each) => `${each.group} ${each.state}`).toSorted();
  return { port, stop, peers, client: async () => new Peer(await connectTcp({ host: '127.0.0.1', port })) };
}

/** Waits until that is so. */
async function patiently(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Asks until the answer is right. */
async function asks(client: Peer, command: string, right: RegExp): Promise<string> {
  for (;;) {
    const heard = client.heard.length;
    client.sends(command);
    await client.until(() => client.heard.length > heard);
    const answer = client.heard.slice(heard).join('');
    if (right.test(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('three servers in a ring: mail arrives once, on any way', async (t) => {
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

test('mail for a group that is linked only to another server is passed on after a restart', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'polylogue-ring-'));
  t.after(() => rm(dir, { recursive: true }));
  const before = await serve(t, 1, [], { dir });
  const writer = await before.client();
  writer.sends('SENDMSG,A5_3,one', 'SENDMSG,A5_3,two');
  await asks(writer, 'KEEPALIVE', /KEEPALIVE/);
  await before.stop();
  const three = await serve(t, 3, []);
  const two = await serve(t, 2, [three]);
  await asks(await two.client(), 'SERVERS', /A5_3/);
  await serve(t, 1, [two], { dir });
  const reader = await three.client();
  await asks(reader, 'KEEPALIVE,A5_3', /KEEPALIVE,2/);
  const mail = await asks(reader, 'GETMSGS,A5_3', /From/);
  assert.deepEqual(mail.replaceAll(/A5_1\.\d+/g, 'client').split('\n'), [
    'From A5_1: client: one',
    'From A5_1: client: two',
  ]);
});

test('one of three in a ring restarts: what was sent to it meanwhile arrives once, and what it had is not lost', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'polylogue-ring-'));
  t.after(() => rm(dir, { recursive: true }));
  const one = await serve(t, 1, []);
  const three = await serve(t, 3, [one]);
  const before = await serve(t, 2, [one, three], { dir });
  const [first, third] = [await one.client(), await three.client()];
  for (const client of [first, third]) await asks(client, 'SERVERS', /A5_2/);
  first.sends('SENDMSG,A5_2,before');
  await asks(await before.client(), 'KEEPALIVE,A5_2', /KEEPALIVE,1/);
  await before.stop();
  await patiently(() => !one.peers().includes('A5_2 linked') && !three.peers().includes('A5_2 linked'));
  first.sends('SENDMSG,A5_2,from one');
  third.sends('SENDMSG,A5_2,from three');
  await asks(first, 'KEEPALIVE', /KEEPALIVE/);
  await asks(third, 'KEEPALIVE', /KEEPALIVE/);
  const after = await serve(t, 2, [one, three], { dir });
  const reader = await after.client();
  await asks(reader, 'KEEPALIVE,A5_2', /KEEPALIVE,3/);
  // Both others are asked once more, and have nothing that was handed over already.
  first.sends('SENDMSG,A5_2,last');
  await asks(reader, 'KEEPALIVE,A5_2', /KEEPALIVE,4/);
  const mail = (await asks(reader, 'GETMSGS,A5_2', /From/)).split('\n').map((line) => line.replace(/^.*: /, ''));
  assert.deepEqual(mail.toSorted(), ['before', 'from one', 'from three', 'last']);
  assert.equal(mail[0], 'before');
});

test('two servers that dial each other at the same time keep one link, and mail goes both ways over it', async (t) => {
  const [first, second] = [await Place.open(), await Place.open()];
  const nine = await serve(t, 9, [second], { at: first });
  const twelve = await serve(t, 12, [first], { at: second });
  const isOne = (): boolean => nine.peers().join() === 'A5_12 linked' && twelve.peers().join() === 'A5_9 linked';
  await patiently(isOne);
  const [here, there] = [await nine.client(), await twelve.client()];
  here.sends('SENDMSG,A5_12,to twelve');
  there.sends('SENDMSG,A5_9,to nine');
  await asks(there, 'KEEPALIVE,A5_12', /KEEPALIVE,1/);
  await asks(here, 'KEEPALIVE,A5_9', /KEEPALIVE,1/);
  assert.match(await asks(there, 'GETMSGS,A5_12', /From/), /^From A5_9: A5_9\.\d+: to twelve$/);
  assert.match(await asks(here, 'GETMSGS,A5_9', /From/), /^From A5_12: A5_12\.\d+: to nine$/);
  assert.ok(isOne(), `${nine.peers().join()} and ${twelve.peers().join()}`);
  // The one that the other has dialled is dialled again when it is gone.
  await nine.stop();
  await patiently(
    () => twelve.peers().join() === 'undefined waiting' || twelve.peers().join() === 'undefined dialling',
  );
});

test('a server with its own address as a peer notices that', async (t) => {
  const here = await Place.open();
  const own = await serve(t, 9, [here], { at: here });
  assert.equal(own.peers().length, 1);
  await patiently(() => own.peers().length === 0);
});

test('servers that linked servers report are dialled only in the allowed networks', async (t) => {
  const known = await serve(t, 3, []);
  let foreign = 0;
  const elsewhere = await listenTcp({ host: '127.0.0.2', port: 0 }, (link) => {
    foreign++;
    link.abort();
  });
  t.after(() => elsewhere.close());
  const teller = await Place.open();
  t.after(() => teller.close());
  const told = `A5_8,127.0.0.2,${elsewhere.port};A5_3,127.0.0.1,${known.port};`;
  teller.serve((link) => new Peer(link).sends('HELO,A5_7', `SERVERS,A5_7,127.0.0.1,${teller.port};${told}`));
  const learner = await serve(t, 9, [teller], { options: { 'peer-network': '127.0.0.1/32' } });
  await patiently(() => learner.peers().includes('A5_3 linked'));
  assert.deepEqual(learner.peers(), ['A5_3 linked', 'A5_7 linked']);
  assert.equal(foreign, 0);
});
