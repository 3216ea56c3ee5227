import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Client, type Heard, openWeb } from './web-client.suite.ts';

const idOf = ({ self }: Heard): unknown => (typeof self === 'object' && self !== null && 'id' in self ? self.id : self);

describe('a guest whose session is over', () => {
  test('sends a message again whose confirmation was lost by a kill, and it is stored once', async (t) => {
    const server = await openWeb(t);
    const bob = await Client.guest(server, 'bob');
    const alice = new Client(await server.connect('web'));
    const { answer: first } = await alice.ask('login', { name: 'alice' });
    await alice.ask('join', { room: '#lobby' });
    await bob.hears('entry');
    const post = { room: '#lobby', text: 'helo', once: 'a' };
    await alice.write(`${JSON.stringify({ type: 'post', ref: 'unheard', ...post })}\n`);
    const { seq } = await bob.hears('entry');
    await server.restart?.();
    const again = new Client(await server.connect('web'));
    const { answer: back } = await again.ask('login', { token: first['token'], name: 'alice' });
    assert.equal(idOf(back), idOf(first));
    assert.deepEqual([back['token'], back['rooms']], [first['token'], []]);
    await again.ask('join', { room: '#lobby' });
    const { answer } = await again.ask('post', post);
    assert.deepEqual(answer, { type: 'post', ref: answer['ref'], seq, again: true });
    assert.equal((await again.ask('edit', { target: seq, text: 'hello' })).answer.type, 'edit');
    assert.equal((await again.ask('redact', { target: seq })).answer.type, 'redact');
  });

  test('comes back once, however many links show its token at the same time: the last one has the session', async (t) => {
    const server = await openWeb(t);
    const { answer: first } = await new Client(await server.connect('web')).ask('login', { name: 'alice' });
    await server.restart?.();
    const links = await Promise.all([1, 2, 3].map(() => server.connect('web')));
    const clients = links.map((link) => new Client(link));
    const fields = { type: 'login', ref: 1, token: first['token'], name: 'alice' };
    for (const client of clients) await client.write(`${JSON.stringify(fields)}\n`);
    const answers = await Promise.all(clients.map((client) => client.next()));
    for (const answer of answers) assert.deepEqual([answer.type, idOf(answer)], ['login', idOf(first)]);
    for (const client of clients.slice(0, -1)) assert.equal((await client.hears('ended'))['why'], 'moved');
    assert.equal((await clients.at(-1)?.ask('ping'))?.answer.type, 'ping');
  });

  test('comes back after the server was stopped, and is a new one with another token', async (t) => {
    const server = await openWeb(t);
    const { answer: first } = await new Client(await server.connect('web')).ask('login', { name: 'alice' });
    await server.stop?.();
    await server.restart?.();
    const [mallory, alice] = [new Client(await server.connect('web')), new Client(await server.connect('web'))];
    const { answer: guess } = await mallory.ask('login', {
      token: String(first['token']).replace(/.$/, ''),
      name: 'mal',
    });
    assert.notEqual(idOf(guess), idOf(first));
    const { answer: back } = await alice.ask('login', { token: first['token'] });
    assert.deepEqual(back['self'], first['self']);
  });
});
