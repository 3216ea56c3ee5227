import type { Attack } from '../attack.ts';
import { attackLink, forMany, hears, pause } from '../links.ts';

const perSecond = 2500;
const lanes = 50;

export const churn: Attack = {
  name: 'churn',
  about: `${perSecond} times a second a nick link comes and hangs up at once, half of them by a reset`,
  pair: 'lobby',
  async strike(context) {
    const began = performance.now();
    await forMany(
      context,
      Number.MAX_SAFE_INTEGER,
      async (nth) => {
        const early = (1000 * nth) / perSecond - (performance.now() - began);
        if (early > 1) await pause(context, early);
        const socket = await attackLink(context, context.ports['nick'] ?? 0);
        // Waits after a refused link, to avoid a busy loop.
        if (!socket) return pause(context, 10);
        const ready = hears(socket, 'READY');
        socket.write(`NICKc${nth}`);
        if (!(await ready)) return;
        context.count('joined');
        if (nth % 2 === 0) socket.destroy();
        else socket.resetAndDestroy();
      },
      lanes,
    );
  },
};
