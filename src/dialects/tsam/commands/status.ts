import type { Millis } from '#chat/event.ts';

import type { House } from '../caller.ts';
import { secondsSince } from '../connections.ts';
import type { CommandTable } from '../desk.ts';

export const statusCommands: CommandTable<'STATUSREQ'> = {
  STATUSREQ(desk) {
    desk.reply(() => {
      const { house, number, since, chat } = desk;
      const now = chat.clock.now();
      const own = `${house.connections.ownItem(desk)},${secondsSince(since, now)}`;
      return house.connections.timedListing(house.hidden, now).inPlace(`${status(house, now)};`, number, own);
    });
  },
};

/** The beginning of every STATUSRESP. */
export const status = ({ id, since, connections, load }: House, now: Millis): string =>
  `STATUSRESP,${id},uptime=${secondsSince(since, now)},load=${load.delay},clients=${connections.count}`;
