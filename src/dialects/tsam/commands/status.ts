import type { Millis } from '#chat/event.ts';

import type { ListenerState } from '../caller.ts';
import { secondsSince } from '../connections.ts';
import type { CommandTable } from '../command-context.ts';

export const statusCommands: CommandTable<'STATUSREQ'> = {
  STATUSREQ(context) {
    context.reply(() => {
      const { shared, number, since, chat } = context;
      const now = chat.clock.elapsed();
      const own = `${shared.connections.ownItem(context)},${secondsSince(since, now)}`;
      return shared.connections.timedListing(shared.hidden, now).inPlace(`${status(shared, now)};`, number, own);
    });
  },
};

/** The beginning of every STATUSRESP. */
export const status = ({ id, since, connections, load }: ListenerState, now: Millis): string =>
  `STATUSRESP,${id},uptime=${secondsSince(since, now)},load=${load.delay},clients=${connections.count}`;
