import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isLobby } from './lobby.ts';

test('#lobby, however it is written, and no other channel', () => {
  const lobbies = ['alice', '#lobby', '#Lobby', '#lobby2', '#', '#work'].filter((name) => isLobby({ id: 1, name }));
  assert.deepEqual(lobbies, ['#lobby', '#Lobby']);
});
