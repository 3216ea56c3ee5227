import { connect, type Socket } from 'node:net';
import type { PairKind } from './attack.ts';

/** The time limit for a login before an attack, in ms. */
const timeout = 10_000;

/** An honest person in the chat. */
export interface Member {
  readonly socket: Socket;
  readonly name: string;
}

/** Resolves when the server has sent `words` on a link. */
function told(socket: Socket, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (): void => reject(new Error(`before the attack the server did not say ${words}, but: ${said}`));
    const timer = setTimeout(fail, timeout);
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('latin1');
      if (!said.includes(words)) return;
      clearTimeout(timer);
      socket.off('data', listen).off('close', fail);
      resolve();
    };
    socket.on('data', listen).on('close', fail);
  });
}

/** Logs in on nick, which hears #lobby, or on direct, which hears private messages. */
export async function come(kind: PairKind, port: number, from: string, name: string): Promise<Member> {
  const socket = connect({ host: '127.0.0.1', port, localAddress: from, noDelay: true }).on('error', () => {});
  const ready = told(socket, kind === 'lobby' ? 'READY' : 'Welcome');
  socket.write(kind === 'lobby' ? `NICK${name}` : `${name}\n`);
  await ready;
  return { socket, name };
}
