import { existsSync } from 'node:fs';
import { visible } from '#text/visible.ts';
import { dialects } from '#dialects/index.ts';
import { taken } from '#store/lock.ts';
import { exits, StoreError } from '#store/store-error.ts';
import { controlAddress } from './control/address.ts';
import { askServer, reach } from './control/control-client.ts';
import { parseJoinable } from './control/parse-joinable.ts';
import { CommandError } from './control/command-error.ts';
import { joinCommands } from './join-commands.ts';
import { ownProgram } from './program.ts';

/** How long a server may take to answer, in ms. */
const timeout = 5000;

/**
 * The lines printed when a server cannot start because another one uses its directory and answers: that it is running,
 * and how to join it. Undefined for any other error, and if the other server does not answer.
 */
export async function alreadyRunning(error: unknown, dir: string): Promise<readonly string[] | undefined> {
  if (!(error instanceof StoreError) || error.exit !== exits.taken) return undefined;
  const commands = await commandsOf(dir);
  if (!commands) return undefined;
  const join = commands.length > 0 ? ['Join it with', ...commands.map((command) => `  ${command}`)] : [];
  return [
    `already running on ${visible(dir)}.`,
    ...join,
    'To run a second chat beside it, give it another directory and other ports: --data and --listen (or PORT).',
  ];
}

async function commandsOf(dir: string): Promise<readonly string[] | undefined> {
  const address = controlAddress(dir);
  try {
    const socket = address === undefined ? undefined : await reach(address);
    if (!socket) return undefined;
    socket.setTimeout(timeout, () => socket.destroy());
    const items = await Array.fromAsync(askServer(socket, { kind: 'listeners' }));
    const program = ownProgram();
    return items.flatMap((item) => {
      const listener = parseJoinable(item);
      const dialect = dialects.find(({ name }) => name === listener?.dialect);
      return listener && dialect ? joinCommands(dialect, listener, program) : [];
    });
  } catch (error) {
    // We may not connect to it, it is too busy, or its version does not know the request.
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/**
 * Throws a `StoreError` where a server answers in that directory: also if somebody has removed the file `lock`, which the system would let a
 * second server create and lock again.
 */
export async function refuseServed(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  const address = controlAddress(dir);
  try {
    const socket = address === undefined ? undefined : await reach(address);
    if (!socket) return;
    socket.destroy();
  } catch (error) {
    // A user who may not ask that server must not get its lock either.
    if (!(error instanceof CommandError) || error.exit !== exits.taken) return;
  }
  throw taken(dir);
}
