import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { joinedRooms } from './joined-rooms.ts';

test('a long page of rooms is read in parts, each in its turn, and has no room twice', async () => {
  const hand = await openHandChat();
  const { seat: reader } = await hand.come('alice');
  const names = Array.from({ length: 70 }, (_, nth) => `#room${nth}`);
  for (const name of names) hand.ask(reader, 'join', { kind: 'joined' }, name);
  await hand.bus.deliver();
  const parts: number[] = [];
  let [read, later] = [0, 0];
  const chat: typeof hand.chat = {
    ...hand.chat,
    unreadPage(...asked) {
      const page = hand.chat.unreadPage(...asked);
      read += page.items.length;
      return page;
    },
  };
  const caller = {
    chat,
    reader,
    async goOn<T>(job: () => T): Promise<T> {
      parts.push(read);
      read = 0;
      // A room that was left in the meantime does not move the others.
      if (later++ === 0) {
        hand.ask(reader, 'leave', { kind: 'left' }, '#room3');
        await hand.bus.deliver();
      }
      return job();
    },
  };
  const page = await joinedRooms(caller, 0, 60);
  assert.deepEqual([...parts, read], [25, 25, 10]);
  assert.deepEqual(
    page.rooms.map(({ name }) => name),
    names.slice(0, 60),
  );
  const rest = await joinedRooms(caller, page.next ?? assert.fail(), 60);
  assert.deepEqual([rest.rooms.map(({ name }) => name), rest.next], [names.slice(60), undefined]);
});
