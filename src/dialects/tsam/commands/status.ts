import { seenBy } from '../connections.ts';
import type { CommandTable, Desk } from '../desk.ts';
import type { House } from '../caller.ts';
import type { Millis } from '#chat/event.ts';

/** How the server is. */
export const statusCommands: CommandTable = {
  STATUSREQ(desk) {
    desk.reply(() => [status(desk.house, desk.chat.clock.now()), ...clients(desk)].join(';'));
  },
};

/** The beginning of every STATUSRESP. */
export function status({ id, since, connections, load }: House, now: Millis): string {
  return `STATUSRESP,${id},uptime=${seconds(now - since)},load=${load.delay},clients=${connections.all.length}`;
}

const clients = (desk: Desk): readonly string[] =>
  desk.house.connections.all.map((each) => `${seenBy(desk, each)},${seconds(desk.chat.clock.now() - each.since)}`);

const seconds = (ms: Millis): number => Math.floor(ms / 1000);
