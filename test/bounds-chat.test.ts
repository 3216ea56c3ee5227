import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked } from '#chat/event.ts';
import { Conversation } from './conversation.ts';
import { LocalServer } from './local-server.ts';
import { turns } from './middle-random.ts';
import { Recorder } from './middle-recorder.ts';
import type { NickPeer } from './nick-peer.ts';

/** The result of each ask of a session without a protocol: no protocol of ours can exceed these bounds. */
async function outcomesOf(
  { chat }: LocalServer,
  asks: readonly { readonly event: Asked; readonly room: string }[],
): Promise<readonly string[]> {
  const recorder = new Recorder({ shows: 'messages', joinable: true, eager: true });
  const seat = chat.open(recorder);
  chat.post(seat, { kind: 'came', as: { guest: 'mallory' } }, 0, '#lobby');
  for (const { event, room } of asks) {
    while (!chat.takes(seat)) await turns(1);
    chat.post(seat, event, 0, room);
  }
  while (recorder.answers.length <= asks.length) await turns(1);
  return recorder.outcomes.slice(1).map((outcome) => outcome.replace(/ \d+$/, ''));
}

async function talk(server: LocalServer): Promise<{ conversation: Conversation; ann: NickPeer }> {
  const people = [await server.join('ann'), await server.join('bea')] as const;
  return { conversation: new Conversation(people, ['ann', 'bea']), ann: people[0] };
}

const said = (text: string): { event: Asked; room: string } => ({ event: { kind: 'message', text }, room: '#lobby' });

test('a message beyond 16 kB is refused, and the next one is said', async () => {
  await using server = await LocalServer.open();
  const { conversation, ann } = await talk(server);
  const most = 'x'.repeat(16_384);
  const asks = [said(most.repeat(10)), said(`${most}x`), said('ß'.repeat(8193)), said(most), said('short')];
  assert.deepEqual(await outcomesOf(server, asks), ['text-long', 'text-long', 'text-long', 'entry', 'entry']);
  await conversation.goesOn();
  assert.deepEqual(
    ann.heard.filter((text) => text.startsWith('mallory')),
    [`mallory: ${most}`, 'mallory: short'],
  );
});

test('nobody is a member of more than 250 channels', async () => {
  await using server = await LocalServer.open();
  const { conversation } = await talk(server);
  const asks = Array.from({ length: 2500 }, (_, n) => ({ event: { kind: 'joined' }, room: `#room${n}` }) as const);
  const outcomes = await outcomesOf(server, asks);
  const lobby = 1;
  assert.deepEqual(outcomes, [
    ...Array<string>(250 - lobby).fill('entry'),
    ...Array<string>(2250 + lobby).fill('too-many-rooms'),
  ]);
  await conversation.goesOn();
});
