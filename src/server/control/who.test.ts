import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Ear, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { groundOf } from './chat-or-store.ts';
import { who } from './who.ts';

test('many people who are present are listed in pages, each read in its turn', async () => {
  const hand = await openHandChat();
  const many = 1100;
  for (let nth = 0; nth < many; nth++)
    hand.ask(hand.chat.open(new Ear()), 'come', { kind: 'came', as: { guest: `u${nth}` } });
  await hand.bus.deliver();
  let turns = 0;
  const served = { store: hand.chat.kept, joinable: [], captures: undefined, chat: hand.chat };
  const source = {
    ...groundOf(served, new AbortController().signal),
    turn: async (): Promise<void> => void turns++,
  };
  const pages: [turns: number, people: number][] = [];
  for await (const page of who(source, undefined)) pages.push([turns, page.length]);
  assert.deepEqual(pages, [
    [1, 500],
    [2, 500],
    [3, 100],
  ]);
});
