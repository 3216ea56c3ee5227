import { statSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '#text/visible.ts';
import { asArgument } from '#server/program.ts';
import { controlAddress } from './address.ts';
import { chatsBelow } from './chats-in-directory.ts';
import { askServer, reach } from './control-client.ts';
import { CommandError } from './command-error.ts';
import type { ControlRequest } from './request.ts';

/** Whether the directory contains a chat. Throws `CommandError` if that cannot be determined. */
export function isChat(dir: string): boolean {
  if (dir === ':memory:') throw new CommandError('A chat that is kept in memory cannot be asked.');
  return isThere(dir);
}

/** Throws `CommandError` if the directory contains no chat. */
export function requireChat(dir: string): void {
  if (isChat(dir)) return;
  const [below, ...more] = chatsBelow(dir).map((path) => `--data ${asArgument(path)}`);
  const hint =
    below === undefined
      ? 'Start one with polylogue serve, or say where it is: --data DIR'
      : `There is with ${[below, ...more].join(', ')}`;
  throw new CommandError(`There is no chat in ${visible(dir)}. ${hint}`);
}

function isThere(dir: string): boolean {
  try {
    // Opening it reports a database that is missing although its WAL exists.
    const files = ['polylogue.db', 'polylogue.db-wal'];
    return files.some((file) => statSync(join(dir, file), { throwIfNoEntry: false }) !== undefined);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) return false;
    throw new CommandError(`${visible(dir)} cannot be read: permission denied.`, 77);
  }
}

/**
 * Sends a request to the server that runs on a data directory; if none runs, opens the directory to answer it. After
 * `signal` is aborted, no more results are read. Throws `CommandError`, and the errors of `openStore`.
 */
export async function* ask(dir: string, request: ControlRequest, signal?: AbortSignal): AsyncGenerator<unknown> {
  requireChat(dir);
  const address = controlAddress(dir);
  const socket = address === undefined ? undefined : await reach(address);
  if (socket) return yield* askServer(socket, request, signal);
  // This loads the store and the chat, which takes three times as long as a command that asks a server.
  const { askDirectory } = await import('./ask-directory.ts');
  yield* askDirectory(dir, request, address);
}

/** Collects all results. */
export async function askAll(dir: string, request: ControlRequest): Promise<readonly unknown[]> {
  return Array.fromAsync(ask(dir, request));
}
