import type { CommandForm } from './form.ts';

export type CommandName = 'rooms' | 'join' | 'leave' | 'who' | 'topic' | 'msg' | 'history' | 'register' | 'help';

/** All commands, in the order in which `/help` lists them. */
export const commandForms: Readonly<Record<CommandName, CommandForm>> = {
  rooms: { group: 'rooms', fields: [{ maybe: 'part' }], help: 'lists the rooms, or those with PART in their name' },
  join: {
    group: 'rooms',
    fields: ['room'],
    help: 'enters a room, and makes it if it does not exist',
    needs: 'a room',
    example: '#tea',
  },
  leave: { group: 'rooms', fields: [{ maybe: 'room' }], help: 'leaves a room; without #ROOM, the one you are in' },
  who: { group: 'rooms', fields: [{ maybe: 'room' }], help: 'lists who is in a room' },
  topic: {
    group: 'rooms',
    fields: [{ maybe: 'room' }, { maybe: 'text' }],
    help: 'shows the topic of a room; with TEXT, sets it; with -, removes it',
  },
  msg: {
    group: 'messages',
    fields: ['to', 'text'],
    help: 'sends a private message to NAME, or a message to #ROOM',
    needs: 'a name and a text',
    example: 'alice hello',
  },
  history: {
    group: 'messages',
    fields: [{ maybe: 'place' }, { maybe: 'count' }],
    help: 'shows the last messages of a room, or of your conversation with NAME; each has its number in brackets',
  },
  register: {
    group: 'yourself',
    fields: ['password'],
    help: 'registers your name',
    needs: 'a password, one word',
    example: 'correct-horse-battery',
  },
  help: { group: 'yourself', fields: [{ maybe: 'word' }], help: 'lists all commands, or explains one' },
};

export const commandNames: readonly CommandName[] = Object.keys(commandForms).filter(isCommandName);

/** Words of other programs for the same commands. */
const otherNames: ReadonlyMap<string, CommandName> = new Map([
  ['j', 'join'],
  ['part', 'leave'],
  ['list', 'rooms'],
  ['names', 'who'],
  ['tell', 'msg'],
]);

/** Every word that is a command. */
export const commandWords: readonly string[] = [...commandNames, ...otherNames.keys()];

/** The command of that name, in any case; undefined if there is none. */
export function commandNamed(word: string): CommandName | undefined {
  const name = word.toLowerCase();
  return isCommandName(name) ? name : otherNames.get(name);
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandForms, name);
}
