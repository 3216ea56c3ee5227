import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isPrivateOrLobby } from './lobby.ts';

test('private words and #lobby, however it is written, and no other channel', () => {
  const heard = ['alice', '#lobby', '#Lobby', '#lobby2', '#', '#work'].filter((name) =>
    isPrivateOrLobby({ id: 1, name }),
  );
  assert.deepEqual(heard, ['alice', '#lobby', '#Lobby']);
});
