import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation } from './conversation.ts';
import { LocalServer } from './local-server.ts';
import { chunkOf, type NickPeer } from './nick-peer.ts';

let server: LocalServer;
let people: readonly [NickPeer, NickPeer];
let conversation: Conversation;
before(async () => {
  server = await LocalServer.open();
  people = [await server.join('ann'), await server.join('bea')];
  conversation = new Conversation(people, ['ann', 'bea']);
});
after(() => server[Symbol.asyncDispose]());

/** The messages of a user that ann has received. */
const heardOf = (name: string): readonly string[] => {
  const prefix = `${name}: `;
  return people[0].heard.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
};

/** The frames that a peer has received, without those of the two who talk. */
const told = (peer: NickPeer): readonly string[] => peer.heard.filter((text) => !/^(ann|bea): turn /.test(text));

/** Waits for this many other frames, while the two continue to talk. */
async function toldOf(peer: NickPeer, count: number): Promise<readonly string[]> {
  await peer.until(() => told(peer).length >= count);
  await conversation.goesOn();
  return told(peer);
}

const tooLong = 'Not sent: the message is longer than 2048 bytes.';

test('a line ten times too long is answered with a sentence, and the next one is said', async () => {
  const mallory = await server.join('long');
  mallory.say('x'.repeat(20_480), 'a short one', 'y'.repeat(2049), 'z'.repeat(2048));
  assert.deepEqual(await toldOf(mallory, 4), ['HELLO', 'READY', tooLong, tooLong]);
  assert.deepEqual(heardOf('long'), ['a short one', 'z'.repeat(2048)]);
});

test('a name ten times too long is not taken', async () => {
  const { peer } = server.connect();
  peer.say(`NICK ${'n'.repeat(320)}`, `NICK ${'ñ'.repeat(33)}`);
  assert.deepEqual(await toldOf(peer, 3), ['HELLO', 'RETRY', 'RETRY']);
  peer.say('NICK fits');
  assert.deepEqual((await toldOf(peer, 4)).at(-1), 'READY');
});

test('a chunk of 64 kB of lines of one byte is said line by line', async () => {
  const mallory = await server.join('short');
  const letters = Array.from({ length: 32_768 }, (_, n) => String.fromCharCode(0x61 + (n % 26)));
  const { turns } = conversation;
  mallory.say(...letters);
  await people[0].until(() => people[0].heard.length >= 32_768 && heardOf('short').length === letters.length);
  assert.deepEqual(heardOf('short'), letters);
  assert.ok(conversation.turns - turns > 100, 'the others had their turns meanwhile');
  await conversation.goesOn();
});

test('a flood of names that are refused is answered one by one, before READY and after', async () => {
  const { peer } = server.connect();
  const names = Array.from({ length: 640 }, (_, n) => `NICK ${n % 2 ? 'self' : 'ANN'}`);
  peer.say(...names, 'NICK flood', ...names, 'NICK flood2', 'and now a word');
  const heard = await toldOf(peer, 1 + 640 + 1 + 640 + 1);
  const retries = Array<string>(640).fill('RETRY');
  assert.deepEqual(heard, ['HELLO', ...retries, 'READY', ...retries, 'READY']);
  assert.deepEqual(heardOf('flood2'), ['and now a word']);
});

test('many refusals are answered in order, also between messages', async () => {
  const mallory = await server.join('refused');
  const lines = Array.from({ length: 640 }, (_, n) => [`/msg nobody${n} psst`, `/nonsense${n}`, `line ${n}`]).flat();
  mallory.link.write(chunkOf(...lines));
  const heard = await toldOf(mallory, 2 + 2 * 640);
  assert.deepEqual(
    heard.slice(2),
    Array.from({ length: 640 }, (_, n) => [
      `No user named nobody${n}.`,
      `Unknown command /nonsense${n}, not sent. /help lists all commands. To send it as text, type //nonsense${n}.`,
    ]).flat(),
  );
  assert.equal(heardOf('refused').length, 640);
});

test('a peer that hangs up in mid-line, and in mid-character, has still spoken', async () => {
  const { peer } = server.connect();
  await peer.come('hasty');
  peer.link.write(new TextEncoder().encode('one\ntwo\nunfinished ß').subarray(0, -1));
  peer.link.end();
  assert.equal(await peer.over(), 'ended');
  await conversation.goesOn();
  assert.deepEqual(heardOf('hasty'), ['one', 'two', 'unfinished \ufffd']);
  const comer = await server.join('HASTY');
  assert.deepEqual(told(comer), ['HELLO', 'READY']);
});

test('all of a thousand lines are handled if the peer hangs up after them', async () => {
  const lines = Array.from({ length: 1000 }, (_, n) => `line ${n}`);
  const { peer } = server.connect();
  await peer.come('gone');
  peer.say(...lines);
  peer.link.end();
  assert.equal(await peer.over(), 'ended');
  assert.deepEqual(heardOf('gone'), lines);
  await conversation.goesOn();
});
