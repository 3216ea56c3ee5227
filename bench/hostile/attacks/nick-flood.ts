import type { Attack, AttackContext } from '../attack.ts';
import { attackLink, discard, forMany, hears, pause, pour } from '../links.ts';

const line = `${'x'.repeat(2040)}\n`;
const chunk = Buffer.from(line.repeat(8));

/** Logs in on nick. `speaks`: reads, and sends as fast as it can; `stalls`: neither reads nor sends. */
async function come(context: AttackContext, name: string, does: 'speaks' | 'stalls'): Promise<void> {
  const socket = await attackLink(context, context.ports['nick'] ?? 0);
  if (!socket) return;
  const ready = hears(socket, 'READY');
  socket.write(`NICK${name}`);
  if (!(await ready)) return;
  if (does === 'stalls') return void socket.pause();
  discard(socket);
  pour(context, socket, chunk);
}

export const twentyFlooders: Attack = {
  name: 'nick-20',
  about: '20 nick links say 2 kB lines in #lobby as fast as they can',
  strike: (context) => forMany(context, 20, (index) => come(context, `flood${index}`, 'speaks')),
};

export const flooderBesideReader: Attack = {
  name: 'reader',
  about: 'one nick link floods #lobby with 2 kB lines beside an honest reader of 2 MB/s',
  readerRate: 2_000_000,
  strike: (context) => come(context, 'flood', 'speaks'),
};

/** Together 1 MB/s, sent by `talkers`; within some seconds more than the kernel buffers for a link. */
const [talkers, every, linesEach] = [4, 40, 5];

export const stalledReaders: Attack = {
  name: 'stalled',
  about: '500 nick links in #lobby read nothing, with 1 MB/s of talk',
  pair: 'lobby',
  async strike(context) {
    await forMany(context, 500, (index) => come(context, `stall${index}`, 'stalls'));
    await forMany(context, talkers, async (index) => {
      const socket = await attackLink(context, context.ports['nick'] ?? 0);
      if (!socket) return;
      const ready = hears(socket, 'READY');
      socket.write(`NICKtalk${index}`);
      if (!(await ready)) return;
      discard(socket);
      while (!context.signal.aborted && !socket.destroyed) {
        if (!socket.writableNeedDrain) socket.write(line.repeat(linesEach));
        await pause(context, every);
      }
    });
  },
};
