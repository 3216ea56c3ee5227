import type { Millis } from '#chat/event.ts';
import type { Addresses, Bus, Clock, Passwords, Store } from '#chat/ports.ts';
import { localBus } from '#bus/local.ts';
import type { RunningChat } from '#chat/chat.ts';
import { createChat } from '#chat/composition/create-chat.ts';
import type { WrongPassword } from '#chat/login/password-check.ts';
import type { SearchIndex } from '#chat/search/search-index.ts';
import type { AskRates } from '#chat/hub/turns/rates.ts';
import { loopTurns } from '#link/input/loop-turns.ts';
import { type Log, stackOf } from './log.ts';
import { argonPasswords } from './passwords.ts';
import { cpuTime } from './cpu-time.ts';
import { randomCodes } from './codes.ts';
import { addresses } from './addresses.ts';
import { randomId } from './random-id.ts';

export interface StartOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly bus?: Bus;
  readonly node?: string;
  readonly pause?: (ms: Millis) => Promise<void>;
  /** The rate of requests of sessions; undefined: unlimited. */
  readonly rates?: AskRates | undefined;
  readonly search?: SearchIndex | undefined;
  readonly passwords?: Passwords;
  readonly addresses?: Addresses | undefined;
  /** Accounts that may be created from one address in an hour. */
  readonly registrations?: number | undefined;
  readonly onWrongPassword?: (wrong: WrongPassword) => void;
}

/** Starts the chat of one node on a store. When it resolves, everything up to here is durable. */
export async function startChat(options: StartOptions): Promise<RunningChat> {
  const { store, clock, log } = options;
  const chat = createChat({
    store,
    clock,
    bus: options.bus ?? localBus(loopTurns),
    node: options.node ?? 'single',
    newId: randomId,
    codes: randomCodes,
    pause: options.pause,
    cpuTime,
    loop: loopTurns,
    rates: options.rates,
    search: options.search,
    addresses: options.addresses ?? addresses,
    passwords: options.passwords ?? argonPasswords(),
    registrations: options.registrations,
    onWrongPassword: options.onWrongPassword,
    onBug: (error, context) => log('bug', { context, error: stackOf(error) }),
  });
  await Promise.race([chat.begin(), chat.finished]);
  return chat;
}
