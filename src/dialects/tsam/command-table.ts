import { accountCommands } from './commands/account.ts';
import { messageCommands } from './commands/messages.ts';
import { statusCommands } from './commands/status.ts';
import { whoCommands } from './commands/who.ts';
import { type Command, parseCommand } from './command.ts';
import type { CommandTable, Desk } from './desk.ts';
import { unknownCommand } from './words.ts';

/** Every command there is. Names are compared as they are, as the original does. */
const table: CommandTable = { ...whoCommands, ...messageCommands, ...statusCommands, ...accountCommands };

/** Whether there is a command of this name. */
export const isKnown = ({ word }: Pick<Command, 'word'>): boolean => Object.hasOwn(table, word);

export function obey(desk: Desk, text: string): void {
  const command = parseCommand(text);
  const carryOut = isKnown(command) ? table[command.word] : undefined;
  if (carryOut) carryOut(desk, command);
  else desk.reply(() => unknownCommand(command.word));
}
