import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Chat } from '#chat/chat.ts';
import type { CommandContext } from '#commands/command-context.ts';
import { search } from './history.ts';

/** The sentence for a refused search. */
async function refused(query: string): Promise<string> {
  const said = Promise.withResolvers<string>();
  const chat: Pick<Chat, 'hold' | 'release' | 'search' | 'tellNewName'> = {
    hold() {},
    release() {},
    search: async () => 'no-room',
    tellNewName: (_reader, code) => code,
  };
  const words = { refused: (code: string, about: string) => `${code} ${about}` };
  const answer = (make: () => unknown): void => said.resolve(String(make()));
  // Only the parts that a search needs.
  search({ chat, seat: {}, words, answer } as unknown as CommandContext, { query });
  return said.promise;
}

test('the refusal of a search in a missing room names the room', async () => {
  assert.equal(await refused('hello in:#tea'), 'no-room #tea');
  assert.equal(await refused('in:bob hello from:ann'), 'no-room bob');
  assert.equal(await refused('hello'), 'no-room hello');
});
