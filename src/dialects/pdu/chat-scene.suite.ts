import type { TestContext } from 'node:test';

import type { RunningChat } from '#chat/chat.ts';
import type { Store } from '#chat/ports.ts';
import type { AskRates } from '#chat/hub/turns/rates.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Link } from '#link/link.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';
import { searchInMemory } from '#store/search/memory-search.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { JournalEvent } from '../journal.ts';
import { makeDemoAccounts } from './demo-accounts.ts';
import { pdu } from './pdu.ts';

/** A chat with a listener of pdu. */
export interface ChatScene {
  readonly chat: RunningChat;
  readonly store: Store;
  readonly clock: TestClock;
  readonly journal: JournalEvent[];
  readonly take: (link: Link) => unknown;
  /** Resolves once a session has left. */
  left(): Promise<void>;
}

export interface ChatSceneOptions {
  /** Messages can be found; the index then uses the clock. */
  readonly searches?: boolean;
  readonly rules?: ListenerRules;
  /** Accounts that may be made from one address in an hour. */
  readonly registrations?: number;
  /** How fast sessions may ask, and how much is kept of them. */
  readonly rates?: AskRates;
}

export async function openChat(t: TestContext, options: ChatSceneOptions = {}): Promise<ChatScene> {
  const { searches = false, rules = openRules, registrations, rates } = options;
  const clock = createTestClock();
  const passwords = argonPasswords({ memory: 8, passes: 1, parallelism: 1 });
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const log = (event: string): never => {
    throw new Error(event);
  };
  const search = searches ? searchInMemory(store, clock) : undefined;
  const chat = await startChat({ store, ...(search && { search }), clock, log, passwords, registrations, rates });
  await makeDemoAccounts(chat, passwords, pdu.demoAccounts ?? []);
  const journal: JournalEvent[] = [];
  let stir = (): void => {};
  const take = pdu.listen(chat, {
    rules: { ...rules, listener: 'pdu', sameAccount: 'refuse' },
    journal: (happening) => {
      journal.push(happening);
      stir();
    },
  });
  t.after(async () => {
    await chat.closeAll();
    await chat.stop();
    await store.close();
  });
  return {
    chat,
    store,
    clock,
    journal,
    take,
    async left() {
      while (!journal.some(({ kind }) => kind === 'left')) await new Promise<void>((resolve) => (stir = resolve));
    },
  };
}
