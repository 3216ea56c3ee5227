import { wordsOf } from '#chat/login/passwords.ts';
import { fold } from '#chat/names/names.ts';

import { refused, sentences } from '../words.ts';
import { type Command, nameAndPassword, nameField } from '../command.ts';
import type { CommandTable, TsamCommandContext } from '../command-context.ts';

export const accountCommands: CommandTable<'LOGIN' | 'REGISTER' | 'LEAVE'> = {
  LOGIN(context, command) {
    const [name, password] = nameAndPassword(command) ?? [nameField(command)];
    if (isOwnWithCode(context, name, password)) register(context, password);
    else if (isName(name, command)) context.become(name, password);
    else context.reply(() => sentences.loginFormat);
  },
  REGISTER(context, command) {
    const password = nameField(command);
    if (password === '') return context.reply(() => sentences.registerFormat);
    register(context, password);
  },
  LEAVE(context) {
    context.chat.close(context.seat);
  },
};

function register(context: TsamCommandContext, password: string): void {
  context.chat.register(context.seat, password, (answer) =>
    context.write(answer.kind === 'refusal' ? refused(answer, context.name) : sentences.registered),
  );
}

/** A guest registers the name that it has with an invitation code after the password. */
function isOwnWithCode(
  { name: own, seat }: TsamCommandContext,
  name: string,
  password: string | undefined,
): password is string {
  if (own === undefined || password === undefined || seat.account || fold(own) !== fold(name)) return false;
  return wordsOf(password).length > 1;
}

/** A line whose end was not sent must not be taken for a name. */
const isName = (name: string, { form }: Command): boolean =>
  name !== '' && !name.includes(form === 'comma' ? ',' : ' ');
