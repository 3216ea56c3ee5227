import { commandNamed } from '#commands/table.ts';

import { accountCommands } from './commands/account.ts';
import { messageCommands } from './commands/messages.ts';
import { statusCommands } from './commands/status.ts';
import { whoCommands } from './commands/who.ts';
import { type Command, parseCommand } from './command.ts';
import { type CommandName, isCommandName } from './command-forms.ts';
import type { CommandTable, TsamCommandContext } from './command-context.ts';
import { unknownCommand } from './words.ts';

const table: CommandTable<CommandName> = {
  ...whoCommands,
  ...messageCommands,
  ...statusCommands,
  ...accountCommands,
};

/** Whether there is a command of this name. */
export const isKnown = ({ word }: Pick<Command, 'word'>): boolean =>
  word.startsWith('/') ? commandNamed(word.slice(1)) !== undefined : isCommandName(word);

export function runCommand(context: TsamCommandContext, text: string): void {
  if (text.startsWith('/')) return context.typed.run(text);
  const command = parseCommand(text);
  if (isCommandName(command.word)) table[command.word](context, command);
  else context.reply(() => unknownCommand(command.word));
}
