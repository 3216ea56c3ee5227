import { owner } from '../accounts.ts';
import type { Attack } from '../attack.ts';
import { attackLink, discard, forMany, hears, pour } from '../links.ts';

const line = `${owner.name}: ${'x'.repeat(16_000)}\n`;
/** When the owner logs in, in ms after the attack began. */
const comes = 4000;

export const mailbox: Attack = {
  name: 'mailbox',
  about: '4 direct links fill the mailbox of an account that is away; its owner comes after 4 s and stays',
  visits: { account: owner, from: 'same', first: comes, stays: true },
  strike: (context) =>
    forMany(context, 4, async (index) => {
      const socket = await attackLink(context, context.ports['direct'] ?? 0);
      if (!socket) return;
      const welcome = hears(socket, 'Welcome');
      socket.write(`bomber${index}\n`);
      if (!(await welcome)) return;
      discard(socket);
      pour(context, socket, Buffer.from(line));
    }),
};
