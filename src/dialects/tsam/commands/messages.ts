import { type Command, twoFields } from '../command.ts';
import type { CommandTable, Desk } from '../desk.ts';
import { noMessages, sentences } from '../words.ts';

/** Messages handed over by one GETMSGS of a room. */
const maxOfRoom = 100;

/** What is sent, kept and fetched. */
export const messageCommands: CommandTable = {
  SENDMSG(desk, command) {
    const [to, text] = twoFields(command) ?? [];
    if (to === undefined || text === undefined) desk.reply(() => sentences.sendFormat);
    else if (to.startsWith('#')) desk.rooms.say(to, text);
    else desk.mail.send(to, text);
  },
  GETMSGS(desk, command) {
    // The original's code says nothing where there is nothing. Who writes as its README does may be a person.
    fetch(desk, command, Infinity, command.form === 'comma');
  },
  GETMSG(desk, command) {
    fetch(desk, command, 1, false);
  },
  KEEPALIVE(desk, command) {
    desk.reply(() => `KEEPALIVE,${desk.mail.count(command.form === 'comma' ? command.rest : undefined)}`);
  },
};

function fetch(desk: Desk, { rest }: Command, limit: number, silent: boolean): void {
  if (rest.startsWith('#')) return desk.rooms.fetch(rest, Math.min(limit, maxOfRoom), noMessages(rest));
  const from = rest === '' ? undefined : rest;
  desk.mail.fetch(from, limit, silent ? undefined : noMessages(from ?? desk.id));
}
