import { refused, sentences } from '../words.ts';
import { type Command, nameAndPassword, nameField } from '../command.ts';
import type { CommandTable } from '../command-context.ts';

/** LOGIN and REGISTER. */
export const accountCommands: CommandTable<'LOGIN' | 'REGISTER' | 'LEAVE'> = {
  LOGIN(context, command) {
    const [name, password] = nameAndPassword(command) ?? [nameField(command)];
    if (isName(name, command)) context.become(name, password);
    else context.reply(() => sentences.loginFormat);
  },
  REGISTER(context, command) {
    const password = nameField(command);
    if (password === '') return context.reply(() => sentences.registerFormat);
    context.chat.register(context.seat, password, (answer) =>
      context.write(answer.kind === 'refusal' ? refused(answer, context.name) : sentences.registered),
    );
  },
  LEAVE(context) {
    context.chat.close(context.seat);
  },
};

/** A line whose end was not sent must not be taken for a name. */
const isName = (name: string, { form }: Command): boolean =>
  name !== '' && !name.includes(form === 'comma' ? ',' : ' ');
