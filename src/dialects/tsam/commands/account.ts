import { refused, sentences } from '../words.ts';
import { type Command, nameAndPassword, nameField } from '../command.ts';
import type { CommandTable } from '../desk.ts';

/** LOGIN and REGISTER. */
export const accountCommands: CommandTable<'LOGIN' | 'REGISTER' | 'LEAVE'> = {
  LOGIN(desk, command) {
    const [name, password] = nameAndPassword(command) ?? [nameField(command)];
    if (isName(name, command)) desk.become(name, password);
    else desk.reply(() => sentences.loginFormat);
  },
  REGISTER(desk, command) {
    const password = nameField(command);
    if (password === '') return desk.reply(() => sentences.registerFormat);
    desk.chat.register(desk.seat, password, (answer) =>
      desk.write(answer.kind === 'refusal' ? refused(answer, desk.name) : sentences.registered),
    );
  },
  LEAVE(desk) {
    desk.chat.close(desk.seat);
  },
};

/** A line with a forgotten end must not be taken for a name. */
const isName = (name: string, { form }: Command): boolean =>
  name !== '' && !name.includes(form === 'comma' ? ',' : ' ');
