import { type Command, nameAndText, nameField } from '../command.ts';
import type { CommandTable, TsamCommandContext } from '../command-context.ts';
import { noMessages, sentences } from '../words.ts';

/** The most messages returned by one GETMSGS of a room. */
const maxOfRoom = 100;

export const messageCommands: CommandTable<'SENDMSG' | 'GETMSGS' | 'GETMSG' | 'KEEPALIVE'> = {
  SENDMSG(context, command) {
    const [to, text] = nameAndText(command) ?? [];
    if (to === undefined || text === undefined) context.reply(() => sentences.sendFormat);
    else {
      context.typed.used(to);
      if (to.startsWith('#')) context.rooms.say(to, text);
      else context.mail.send(to, text);
    }
  },
  GETMSGS(context, command) {
    // The original's code answers nothing if there are no messages. The README's form may be typed by a person, who
    // gets an answer.
    fetch(context, command, Infinity, command.form === 'comma');
  },
  GETMSG(context, command) {
    fetch(context, command, 1, false);
  },
  KEEPALIVE(context, command) {
    const box = command.form === 'comma' ? nameField(command) : '';
    context.reply(() => `KEEPALIVE,${context.mail.count(box === '' ? undefined : box)}`);
  },
};

function fetch(context: TsamCommandContext, command: Command, limit: number, silent: boolean): void {
  const box = nameField(command);
  if (box.startsWith('#')) {
    context.typed.used(box);
    return context.rooms.fetch(box, Math.min(limit, maxOfRoom), noMessages(box));
  }
  const from = box === '' ? undefined : box;
  context.mail.fetch(from, limit, silent ? undefined : noMessages(from ?? context.name ?? context.id));
}
