import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRules } from '#chat/settings/listener-rules.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pipe } from '#link/pipe.ts';
import { LocalServer } from './local-server.ts';
import { NickPeer } from './nick-peer.ts';

const many = 12;

/** What somebody hears who logs in with this password. */
async function answerTo(server: LocalServer, name: string, password: string): Promise<string> {
  const { peer } = server.connect();
  await peer.hears('HELLO');
  peer.say(`NICK ${name} ${password}`);
  return peer.next();
}

test('of many who want one name and register it, in whatever spelling, one has it, with its own password', async () => {
  await using server = await LocalServer.open();
  const peers = Array.from({ length: many }, () => server.connect().peer);
  for (const [nth, peer] of peers.entries())
    peer.say(nth % 2 === 0 ? 'NICKdora' : 'NICKDORA', `/register secret-${nth}`);
  await Promise.all(peers.map((peer) => peer.until(() => peer.heard.length >= 3)));
  const winners = [...peers.entries()].filter(([, { heard }]) => heard[1] === 'READY');
  assert.equal(winners.length, 1);
  const [[winner = -1, { heard = [] } = {}] = []] = winners;
  assert.match(heard[2] ?? '', /\b(dora|DORA)\b/);
  for (const peer of peers.filter((each) => each.heard !== heard)) assert.equal(peer.heard[1], 'RETRY');
  assert.equal(await answerTo(server, 'dora', `secret-${winner}`), 'READY');
  assert.equal(await answerTo(server, 'dora', `secret-${(winner + 1) % many}`), 'RETRY');
});

test('a client that registers a name and asks for another in one chunk has registered the first', async () => {
  await using server = await LocalServer.open();
  const ann = await server.join('ann');
  ann.say('/register correct-horse', 'NICK anna');
  assert.match(await ann.next(), /\bann\b/);
  await ann.hears('RETRY');
  const other = server.connect().peer;
  await other.hears('HELLO');
  other.say('NICK ann');
  await other.hears('RETRY');
  assert.equal(await answerTo(server, 'anna', 'correct-horse'), 'RETRY');
  assert.equal(await answerTo(server, 'ann', 'correct-horse'), 'READY');
});

test('a client that registers twice in one chunk has the first password', async () => {
  await using server = await LocalServer.open();
  const cat = await server.join('cat');
  cat.say('/register first-secret', '/register second-secret');
  assert.match(await cat.next(), /\bcat\b/);
  assert.equal(await cat.next(), 'You already have an account.');
  assert.equal(await answerTo(server, 'cat', 'second-secret'), 'RETRY');
  assert.equal(await answerTo(server, 'cat', 'first-secret'), 'READY');
});

test('of many sessions that replace one another the last one is left, and each of the others is told', async () => {
  await using server = await LocalServer.open();
  const accept = nick.listen(server.chat, {
    rules: { ...openRules, listener: 'replacing', sameAccount: 'replace' },
    journal: () => {},
  });
  const alice = await server.join('alice');
  alice.say('/register correct-horse');
  assert.match(await alice.next(), /\balice\b/);
  alice.say('BYE');
  await alice.over();
  const bob = await server.join('bob');
  const peers = Array.from({ length: many }, () => {
    const [ours, theirs] = pipe();
    accept(theirs);
    return new NickPeer(ours);
  });
  // A third hangs up at once: replaced or gone, it must not take anybody with it.
  for (const [nth, peer] of peers.entries()) {
    peer.say('NICK alice correct-horse', `from ${nth}`);
    if (nth % 3 === 1) peer.link.end();
  }
  const staying = peers.filter((_, nth) => nth % 3 !== 1);
  await Promise.all(staying.map((peer) => peer.until(() => peer.heard.includes('READY'))));
  const ended = (): readonly NickPeer[] => staying.filter(({ end }) => end !== undefined);
  for (const peer of staying)
    await Promise.race([peer.over(), peer.until(() => ended().length === staying.length - 1)]);
  for (const peer of ended()) assert.match(peer.heard.at(-1) ?? '', /signed in elsewhere/);
  const [last] = staying.filter((peer) => !ended().includes(peer));
  assert.ok(last);
  last.say('the last one');
  await bob.until(() => bob.heard.includes('alice: the last one'));
  bob.say('/msg alice still there?');
  await last.until(() => last.heard.includes('bob (to you): still there?'));
  for (const { link } of peers) link.abort();
});
