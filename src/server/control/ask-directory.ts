import type { Store } from '#chat/ports.ts';
import { lstatSync } from 'node:fs';
import type { RunningChat } from '#chat/chat.ts';
import { visible } from '#text/visible.ts';
import type { Log } from '#server/log.ts';
import { startChat } from '#server/start-chat.ts';
import { systemClock } from '#server/system-clock.ts';
import { openStore } from '#store/open-store.ts';
import type { StoreWarning } from '#store/store-warning.ts';
import { exits, StoreError } from '#store/store-error.ts';
import { controlName } from './address.ts';
import { type ChatOrStore, turns } from './chat-or-store.ts';
import { requestResults } from './request-results.ts';
import { CommandError } from './command-error.ts';
import type { ControlRequest } from './request.ts';

/**
 * Answers requests from a directory without a running server. `address`: the control socket, on which nobody answers.
 */
export async function* askDirectory(dir: string, request: ControlRequest, address?: string): AsyncGenerator<unknown> {
  await using opened = new AsyncDisposableStack();
  const store = await openStore({ dir, durability: 'strict', warn: tell }).catch((error: unknown) => {
    throw error instanceof StoreError && error.exit === exits.taken ? taken(dir, address) : error;
  });
  opened.defer(() => store.close());
  const results = requestResults(quietSource(store, opened), request, new AbortController().signal);
  for (;;) {
    const { done, value } = await results.next();
    if (done !== true) yield* value;
    else if (value !== undefined) throw new CommandError(value);
    else return;
  }
}

/** This command has repaired what the next server would have reported, so the command reports it. */
const tell = ({ sentence }: StoreWarning): void => void process.stderr.write(`${visible(sentence)}\n`);

function taken(dir: string, address: string | undefined): CommandError {
  if (address !== undefined && isFile(address)) {
    const what = `${controlName} in it is not a socket. Remove that, and start the server again.`;
    return new CommandError(`The server on ${visible(dir)} cannot be asked: ${what}`, exits.taken);
  }
  if (address !== undefined) {
    const who = 'a server that is just starting or stopping, or another command';
    const where = `If that does not help, its socket (${controlName} in the directory) was removed: restart the server.`;
    return new CommandError(`${visible(dir)} is in use by ${who}; try again in a moment. ${where}`, exits.taken);
  }
  const what = 'its path is too long for a control socket. Change into it and use --data .';
  return new CommandError(`The server on ${visible(dir)} cannot be asked: ${what}`, exits.taken);
}

function isFile(address: string): boolean {
  const found = process.platform === 'win32' ? undefined : lstatSync(address, { throwIfNoEntry: false });
  return found?.isSocket() === false;
}

/** The source of answers without a server: nobody is present, and the chat is started by the first change. */
function quietSource(store: Store, opened: AsyncDisposableStack): ChatOrStore {
  let chat: Promise<RunningChat> | undefined;
  const log: Log = (event, fields) => {
    throw new Error(`${event}: ${JSON.stringify(fields)}`);
  };
  const begin = async (): Promise<RunningChat> => {
    const begun = await startChat({ store, clock: systemClock, log });
    opened.defer(() => begun.stop());
    return begun;
  };
  return {
    store,
    joinable: [],
    shown: () => store.place().seq,
    present: () => undefined,
    sessions: () => undefined,
    async command(event, room) {
      const begun = await (chat ??= begin());
      return Promise.race([begun.command(event, room), endOf(begun)]);
    },
    now: () => systemClock.now(),
    follow: () => 'No server runs there, so there is nothing to follow. Start one with: polylogue serve',
    turn: turns(),
  };
}

/** A failing disk ends the chat, and then requests are not answered. */
const endOf = (chat: RunningChat): Promise<never> =>
  chat.finished.then((): never => {
    throw new Error('the chat has ended');
  });
