import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, judged, logIn, scene } from '#chat/grants/grant-acts.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

import { web } from './web.ts';

type Frame = Readonly<Record<string, unknown>>;

/** A link whose peer has shown a code while it was opened. */
function linked(credentials: string | undefined): { link: Link; client: Link; frames: () => readonly Frame[] } {
  const [link, client] = pipe();
  Object.defineProperty(link, 'credentials', { value: credentials });
  let text = '';
  client.read({
    take(chunk) {
      text += Buffer.from(chunk).toString();
      return chunk.length;
    },
    ended: () => {},
  });
  const frames = (): readonly Frame[] =>
    text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Frame]));
  return { link, client, frames };
}

test('nothing is sent behind the end of a session', async () => {
  const { hand, bob, code } = await scene();
  const { link, client, frames } = linked(code);
  web.listen(hand.chat, { rules: openRules, options: {}, journal: () => {} })(link);
  client.write(Buffer.from('{"type":"login","ref":1,"device":true}\n'));
  const turns = async (): Promise<void> => judged(hand, new Promise((resolve) => setImmediate(resolve)));
  await turns();
  await turns();
  hand.say(bob.seat, 'heard', '#lobby');
  await hand.bus.deliver();
  const banned = hand.chat.command({ kind: 'listed', list: 'ban', mask: 'account:alice' });
  hand.say(bob.seat, 'not heard', '#lobby');
  const [ban, ...rest] = hand.bus.published.splice(0);
  assert.ok(ban);
  await hand.bus.deliver([ban]);
  await banned;
  await hand.bus.deliver(rest);
  await turns();
  await turns();
  const types = frames().map(({ type, text }) => text ?? type);
  assert.deepEqual(
    types.slice(types.indexOf('heard')).filter((type) => type !== 'place'),
    ['heard', 'ended'],
  );
});

test('a browser whose device is logged in comes without a password, and is told when it is logged out', async () => {
  const { hand, alice, code } = await scene();
  const other = await logIn(hand, 'alice');
  const accept = web.listen(hand.chat, { rules: openRules, options: {}, journal: () => {} });
  const logInOver = async (credentials: string | undefined): Promise<() => readonly Frame[]> => {
    const { link, client, frames } = linked(credentials);
    accept(link);
    client.write(Buffer.from('{"type":"login","ref":1,"device":true}\n'));
    await judged(hand, new Promise((resolve) => setImmediate(resolve)));
    await judged(hand, new Promise((resolve) => setImmediate(resolve)));
    return frames;
  };
  const [in1, none, wrong] = [await logInOver(code), await logInOver(undefined), await logInOver('swordfish')];
  const [welcome] = in1();
  assert.deepEqual(welcome?.['self'], { id: alice.account.id, name: 'alice', account: true });
  assert.ok(!JSON.stringify(in1()).includes(code));
  for (const [frames, says] of [
    [none, /^No code came with the request/],
    [wrong, /^That code is not valid:/],
  ] as const) {
    assert.equal(frames()[0]?.['code'], 'grant-invalid');
    assert.match(String(frames()[0]?.['message']), says);
  }
  const event = { kind: 'tokenRevoked', token: alice.id } as const;
  await judged(hand, hand.chat.act(other.grant, { event, address }));
  await judged(hand, new Promise((resolve) => setImmediate(resolve)));
  // Once: the `place` sent then is a separate frame, and the session notes that the reason was sent.
  const ended = in1().filter(({ type }) => type === 'ended');
  assert.deepEqual(ended, [{ type: 'ended', why: 'credential', retry: false }]);
});
