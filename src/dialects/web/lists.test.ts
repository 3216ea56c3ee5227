import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client, type Heard, openWeb } from './web-client.suite.ts';

/** What bob was pushed meanwhile, without places, and without what tests of entries look at. */
async function pushed(bob: Client): Promise<readonly object[]> {
  const { before } = await bob.ask('ping');
  const shown = ({ type, kind, user, here, away, text, on }: Heard): object => {
    const whole = { type, kind, account: accountOf(user), here, away, text: type === 'away' ? text : undefined, on };
    return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  };
  return before.filter(({ type }) => type !== 'place').map(shown);
}

const accountOf = (user: unknown): unknown =>
  typeof user === 'object' && user !== null && 'account' in user ? user.account : undefined;

test('a client that shows a list of members is told all that the list shows of somebody who joins, returns, or makes an account', async (t) => {
  const server = await openWeb(t);
  const bob = await Client.guest(server, 'bob');
  const alice = new Client(await server.connect('web'));
  await alice.ask('login', { name: 'alice' });
  await alice.ask('join', { room: '#den' });
  await alice.ask('idle', { on: true });
  await alice.ask('away', { text: 'at lunch' });
  await pushed(bob);
  await alice.ask('join', { room: '#lobby' });
  assert.deepEqual(await pushed(bob), [
    { type: 'entry', kind: 'joined', away: 'at lunch' },
    { type: 'idle', account: false, on: true },
  ]);
  await alice.ask('post', { room: '#den', text: 'back' });
  assert.deepEqual(await pushed(bob), [{ type: 'away', account: false, text: '' }]);
  await alice.ask('away', { text: 'out' });
  await alice.ask('post', { room: '#lobby', text: 'here' });
  assert.deepEqual(await pushed(bob), [
    { type: 'away', account: false, text: 'out' },
    { type: 'entry', kind: 'message' },
  ]);
  await bob.ask('ignore', { user: 'alice', on: true });
  await alice.ask('away', { text: 'out' });
  await alice.ask('post', { room: '#lobby', text: 'not for bob' });
  const states = [
    { type: 'away', account: false, text: 'away' },
    { type: 'away', account: false, text: '' },
  ];
  assert.deepEqual(await pushed(bob), states);
  await alice.ask('register', { password: 'pass-word-1' });
  assert.deepEqual(await pushed(bob), [{ type: 'presence', account: true, here: true }]);
  await alice.ask('away', { text: 'home' });
  await alice.ask('logout');
  const again = new Client(await server.connect('web'));
  await pushed(bob);
  await again.ask('login', { name: 'alice', password: 'pass-word-1' });
  assert.deepEqual(await pushed(bob), [{ type: 'presence', account: true, here: true, away: 'away' }]);
});

test('the text of a user who is away is not shown to a user who ignores it in their private room, present or not', async (t) => {
  const server = await openWeb(t);
  const bob = await Client.guest(server, 'bob');
  const alice = await Client.guest(server, 'alice');
  await alice.ask('register', { password: 'pass-word-1' });
  await alice.ask('post', { room: 'bob', text: 'hi' });
  await alice.ask('away', { text: 'at lunch' });
  const shown = async (): Promise<unknown> => {
    const { answer } = await bob.ask('room', { room: 'alice' });
    const { with: other } = Object(answer['state']);
    return [other.here, other.away];
  };
  assert.deepEqual(await shown(), [true, 'at lunch']);
  await bob.ask('ignore', { user: 'alice', on: true });
  assert.deepEqual(await shown(), [true, 'away']);
  await alice.ask('logout');
  assert.deepEqual(await shown(), [false, 'away']);
  await bob.ask('ignore', { user: 'alice', on: false });
  assert.deepEqual(await shown(), [false, 'at lunch']);
});
