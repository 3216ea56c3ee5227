import { type Command, nameAndText, nameField } from '../command.ts';
import type { CommandTable, Desk } from '../desk.ts';
import { noMessages, sentences } from '../words.ts';

/** The most messages returned by one GETMSGS of a room. */
const maxOfRoom = 100;

/** SENDMSG, GETMSG and GETMSGS. */
export const messageCommands: CommandTable<'SENDMSG' | 'GETMSGS' | 'GETMSG' | 'KEEPALIVE'> = {
  SENDMSG(desk, command) {
    const [to, text] = nameAndText(command) ?? [];
    if (to === undefined || text === undefined) desk.reply(() => sentences.sendFormat);
    else {
      desk.typed.used(to);
      if (to.startsWith('#')) desk.rooms.say(to, text);
      else desk.mail.send(to, text);
    }
  },
  GETMSGS(desk, command) {
    // The original's code answers nothing if there are no messages. The README's form may be typed by a person, who
    // gets an answer.
    fetch(desk, command, Infinity, command.form === 'comma');
  },
  GETMSG(desk, command) {
    fetch(desk, command, 1, false);
  },
  KEEPALIVE(desk, command) {
    const box = command.form === 'comma' ? nameField(command) : '';
    desk.reply(() => `KEEPALIVE,${desk.mail.count(box === '' ? undefined : box)}`);
  },
};

function fetch(desk: Desk, command: Command, limit: number, silent: boolean): void {
  const box = nameField(command);
  if (box.startsWith('#')) {
    desk.typed.used(box);
    return desk.rooms.fetch(box, Math.min(limit, maxOfRoom), noMessages(box));
  }
  const from = box === '' ? undefined : box;
  desk.mail.fetch(from, limit, silent ? undefined : noMessages(from ?? desk.name ?? desk.id));
}
