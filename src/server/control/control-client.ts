import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { CommandError } from './command-error.ts';
import type { ControlRequest } from './request.ts';

/** Connects to the server that listens there; undefined if none does. Throws `CommandError`. */
export async function reach(address: string): Promise<Socket | undefined> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    // The reader of the socket handles its errors.
    return socket.on('error', () => {});
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') return undefined;
    if (code === 'EACCES' || code === 'EPERM')
      throw new CommandError('Only the user who started the server may ask it: permission denied.', 77);
    if (code === 'EAGAIN') throw new CommandError('The server has too much to do; try again in a moment.', 75);
    throw error;
  }
}

const unanswered =
  'The server did not answer: too many commands ask it at once, it has no descriptors left (its log says so), or it has ' +
  'just ended; try again in a moment.';

/**
 * The results of a request, read no faster than they are consumed. Following a room ends when the server ends. All ends
 * when `signal` is aborted. Throws `CommandError`.
 */
export async function* askServer(
  socket: Socket,
  request: ControlRequest,
  signal?: AbortSignal,
): AsyncGenerator<unknown> {
  const hangUp = (): void => void socket.destroy();
  signal?.addEventListener('abort', hangUp);
  if (signal?.aborted) hangUp();
  socket.write(`${JSON.stringify(request)}\n`);
  let heard = false;
  try {
    for await (const line of linesOf(socket)) {
      heard = true;
      const answer: unknown = JSON.parse(line);
      if (typeof answer !== 'object' || answer === null) break;
      if ('failed' in answer) throw new CommandError(String(answer.failed));
      if ('done' in answer) return;
      if ('item' in answer) yield answer.item;
    }
  } finally {
    signal?.removeEventListener('abort', hangUp);
    socket.destroy();
  }
  const follows = request.kind === 'history' && request.follow === true;
  if (signal?.aborted || (follows && heard)) return;
  // It closes connections without an answer when there are far too many.
  throw new CommandError(heard ? 'The server ended before it had answered.' : unanswered, 75);
}

async function* linesOf(socket: Socket): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  try {
    for await (const chunk of socket) {
      const lines = (begun + decoder.write(chunk)).split('\n');
      begun = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    // The server was killed: the answer is incomplete.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
