import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Push } from '#dialects/web/protocol.ts';
import { addPlay, endPlays, plays, receivePlay, removePlay } from './plays.ts';

const written = (id: number): Push<'played'> => ({
  ...{ type: 'played', id, at: 0, from: 'server', bytes: 'SEVMTE8=', meaning: [], state: 'HELLO' },
});

test('a link of the playground that is opened after a reconnect is another one, though it has the number of an earlier one', () => {
  addPlay(1, 'nick', 'connected');
  receivePlay(written(1));
  endPlays();
  // The first write comes before the answer.
  receivePlay(written(1));
  addPlay(1, 'direct', 'connected');
  const shown = plays.value.map(({ dialect, state, isOver, frames }) => [dialect, state, isOver, frames.length]);
  assert.deepEqual(shown, [
    ['nick', 'HELLO', true, 1],
    ['direct', 'HELLO', false, 1],
  ]);
  receivePlay({ type: 'play-over', id: 1 });
  assert.deepEqual(
    plays.value.map(({ isOver }) => isOver),
    [true, true],
  );
  for (const { nth } of plays.value) removePlay(nth);
  assert.deepEqual(plays.value, []);
});
