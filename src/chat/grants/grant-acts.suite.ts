import assert from 'node:assert/strict';
import { type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Grant } from '#chat/rights/grant.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';

export const address = '203.0.113.7';

/** Waits for something that needs drafts to be judged. */
export async function judged<T>(hand: HandChat, asked: Promise<T>): Promise<T> {
  let done = false;
  const settled = asked.finally(() => (done = true));
  for (let turn = 0; turn < 50 && !done; turn++) {
    await new Promise(setImmediate);
    await hand.bus.deliver();
  }
  return settled;
}

export async function logIn(hand: HandChat, name: string): Promise<{ code: string; grant: Grant }> {
  const found = await judged(hand, hand.chat.logIn({ name, password: 'tea', address, label: 'Firefox\non Linux' }));
  assert.ok(typeof found === 'object' && 'grant' in found, JSON.stringify(found));
  return found;
}

export async function bot(hand: HandChat, owner: Grant, scopes: readonly Scope[]): Promise<Grant> {
  const { code, hash } = hand.chat.newCode();
  const event = { kind: 'tokenMade', purpose: 'bot', hash, uses: 1, scopes, label: 'bot' } as const;
  await judged(hand, hand.chat.act(owner, { event, address }));
  const grant = hand.chat.grant(code);
  assert.ok(grant);
  return grant;
}

export const say = (hand: HandChat, grant: Grant, text: string, room = '#lobby'): Promise<Answer> =>
  judged(hand, hand.chat.act(grant, { event: { kind: 'message', text }, room, address }));

/** Account alice, a member of #lobby who is away, and guest bob who is there. */
export async function scene(options: Parameters<typeof openHandChat>[1] = {}): Promise<{
  hand: HandChat;
  alice: Grant;
  code: string;
  bob: Awaited<ReturnType<HandChat['come']>>;
}> {
  const hand = await openHandChat(undefined, options);
  const bob = await hand.come('bob', '#lobby');
  await judged(hand, hand.chat.command({ kind: 'registered', name: 'alice', secret: 'hash of tea' }));
  await judged(hand, hand.chat.command({ kind: 'enrolled', name: 'alice' }));
  const { grant: alice, code } = await logIn(hand, 'alice');
  bob.ear.hear();
  return { hand, alice, code, bob };
}
