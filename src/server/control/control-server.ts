import type { Clock, Store } from '#chat/ports.ts';
import { lstatSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { RunningChat } from '#chat/chat.ts';
import type { Captures } from '#server/capture/captures.ts';
import type { JoinableListener } from '#server/join-commands.ts';
import { type Log, stackOf } from '#server/log.ts';
import { controlAddress, controlName } from './address.ts';
import { answerOn, failedLine } from './serve-request.ts';
import { type ChatOrStore, groundOf } from './chat-or-store.ts';

export interface ControlOptions {
  /** The data directory, which this process has locked; or `:memory:`, which has no control socket. */
  readonly dir: string;
  readonly store: Store;
  readonly chat: RunningChat;
  readonly log: Log;
  /** How to join the server. */
  readonly joinable?: readonly JoinableListener[];
  readonly captures?: Captures;
}

/**
 * Commands that are answered at the same time. The same number is refused with a sentence; beyond that, connections are
 * closed.
 */
const atOnce = 16;
const more = 48;
/** How long a refused command may take to read the sentence, in ms. */
const refusalTime = 1000;

/**
 * Listens for commands on a socket in the data directory, which only its owner can use. If it cannot be created, that
 * is logged, and the server runs without it. It is closed with the chat.
 */
export async function openControl(options: ControlOptions): Promise<void> {
  const { dir, store, chat, log, joinable = [], captures } = options;
  const address = dir === ':memory:' ? undefined : controlAddress(dir);
  const server = createServer({ allowHalfOpen: true });
  server.maxConnections = atOnce + more;
  server.unref();
  const ended = new AbortController();
  const sockets = acceptFor(server, groundOf({ store, chat, joinable, captures }, ended.signal), options, ended.signal);
  if (address !== undefined) await listen(server, address).catch((error: unknown) => notOpened(log, error));
  else if (dir !== ':memory:') notOpened(log, new Error('the path of the data directory is too long'));
  const close = (): void => {
    ended.abort();
    server.close();
    // Ends the followers of rooms first, so that they get a complete answer.
    setImmediate(() => {
      for (const socket of sockets) socket.destroy();
    });
  };
  chat.finished.then(close, close);
}

function notOpened(log: Log, error: unknown): void {
  log('no-control-socket', { error: error instanceof Error ? error.message : String(error) });
}

/** Returns the set of open sockets. */
function acceptFor(
  server: Server,
  source: ChatOrStore,
  { chat, log }: ControlOptions,
  ended: AbortSignal,
): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  let answering = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    if (answering >= atOnce) return refuseCommand(socket, chat.clock);
    answering++;
    socket.once('close', () => answering--);
    answerOn(socket, source, chat.clock).catch((error: unknown) => {
      if (!ended.aborted) log('bug', { context: 'the control socket', error: stackOf(error) });
      socket.destroy();
    });
  });
  return sockets;
}

function refuseCommand(socket: Socket, clock: Clock): void {
  // The request is read: unread data would reset the connection before the answer is read.
  socket.resume().end(failedLine('Too many commands ask this server at once; try again in a moment.'));
  socket.once(
    'close',
    clock.after(refusalTime, () => socket.destroy()),
  );
}

/** Rejects if the socket cannot be bound, or if other users could connect to it. */
async function listen(server: Server, address: string): Promise<void> {
  const failed = Promise.withResolvers<never>();
  server.once('error', failed.reject);
  const listening = new Promise<void>((resolve) => server.once('listening', resolve));
  if (process.platform === 'win32') server.listen(address);
  else bindPrivately(server, address);
  await Promise.race([listening, failed.promise]);
  server.off('error', failed.reject);
  // For example, no descriptors are left: the command tries again.
  server.on('error', () => {});
  if (process.platform === 'win32' || (lstatSync(address).mode & 0o777) === 0o600) return;
  server.close();
  throw new Error('its mode cannot be set');
}

/** Binding is synchronous, so no other file is created with this umask. */
function bindPrivately(server: Server, address: string): void {
  removeStale(address);
  const mask = process.umask(0o177);
  try {
    server.listen(address);
  } finally {
    process.umask(mask);
  }
}

/**
 * Removes the socket of a killed server. The directory is locked, so no other server listens there. Throws if it is a
 * file.
 */
function removeStale(address: string): void {
  const found = lstatSync(address, { throwIfNoEntry: false });
  if (found && !found.isSocket()) throw new Error(`${controlName} in the data directory is not a socket`);
  if (found) unlinkSync(address);
}
