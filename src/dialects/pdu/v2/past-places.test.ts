import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Chat } from '#chat/chat.ts';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { pastPlaces } from './past-places.ts';

test('what ignored people have said is looked through in pages, one each time it is asked', async () => {
  const { chat, ...hand } = await roomOfIgnored();
  let reads = 0;
  const history: Chat['history'] = (...asked) => {
    reads++;
    return chat.history(...asked);
  };
  const places = pastPlaces({ history, asSeen: chat.asSeen }, hand.alice, { room: '#a', limit: 1 });
  let found = places.next();
  for (let asked = 1; found.done !== true; asked++) {
    assert.equal(reads, asked);
    found = places.next();
  }
  assert.ok(typeof found.value === 'object');
  assert.deepEqual(found.value.seqs, [hand.first]);
  assert.equal(reads, 4);
});

test('a page of nothing but ignored messages ends no paging', async () => {
  const { chat, alice, first } = await roomOfIgnored(2100);
  const read = (before?: number): unknown => {
    const places = pastPlaces(chat, alice, { room: '#a', limit: 1, before });
    for (;;) {
      const { done, value } = places.next();
      if (done === true) return value;
    }
  };
  const page = read();
  assert.ok(typeof page === 'object' && page !== null && 'next' in page && typeof page.next === 'number');
  assert.partialDeepStrictEqual(page, { seqs: [] });
  assert.partialDeepStrictEqual(read(page.next), { seqs: [first] });
});

/** Alice has said something; then Bob, whom she ignores, has said much. */
async function roomOfIgnored(many = 250): Promise<Pick<Awaited<ReturnType<typeof openHandChat>>, 'chat'> & Said> {
  const hand = await openHandChat();
  await hand.register('alice');
  const [{ seat: alice }, { seat: bob }] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
  hand.ask(alice, 'ignore', { kind: 'ignored', name: 'bob', on: true });
  hand.say(alice, 'first', '#a');
  await hand.bus.deliver();
  const first = hand.chat.cursor().seq;
  for (let nth = 0; nth < many; nth++) hand.say(bob, `${nth}`, '#a');
  await hand.bus.deliver();
  return { chat: hand.chat, alice, first };
}

interface Said {
  readonly alice: Awaited<ReturnType<Awaited<ReturnType<typeof openHandChat>>['come']>>['seat'];
  /** The place of what Alice has said. */
  readonly first: number;
}
