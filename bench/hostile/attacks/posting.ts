import type { Socket } from 'node:net';
import type { Attack } from '../attack.ts';
import { attackLink, discard, forMany, hears, pour } from '../links.ts';
import { offlineAccount } from '../accounts.ts';

const links = 1000;
/** Roughly the bytes of one write of a link. */
const chunkBytes = 16 * 1024;

/** Valid messages to an account that is away, as fast as the server accepts them. */
export function posting(name: string, bytes: number): Attack {
  const line = `${offlineAccount.name}: ${'x'.repeat(bytes)}\n`;
  const chunk = Buffer.from(line.repeat(Math.max(1, Math.floor(chunkBytes / line.length))));
  return {
    name,
    about: `${links} direct links of one address post ${bytes} bytes again and again to an account that is away`,
    async strike(context) {
      const posters: Socket[] = [];
      await forMany(context, links, async (index) => {
        const socket = await attackLink(context, context.ports['direct'] ?? 0);
        if (!socket) return;
        const welcome = hears(socket, 'Welcome');
        socket.write(`poster${index}\n`);
        if (!(await welcome)) return;
        posters.push(discard(socket));
      });
      for (const socket of posters) pour(context, socket, chunk);
    },
  };
}
