import type { CommandForm } from './form.ts';

export type CommandName =
  | 'rooms'
  | 'join'
  | 'leave'
  | 'who'
  | 'topic'
  | 'unread'
  | 'read'
  | 'msg'
  | 'me'
  | 'reply'
  | 'edit'
  | 'delete'
  | 'react'
  | 'history'
  | 'search'
  | 'role'
  | 'invite'
  | 'register'
  | 'reset'
  | 'news'
  | 'help';

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
  who: { group: 'rooms', fields: [{ maybe: 'room' }], help: 'lists who is in a room, and who may do more than others' },
  topic: {
    group: 'rooms',
    fields: [{ maybe: 'room' }, { maybe: 'text' }],
    help: 'shows the topic of a room; with TEXT, sets it; with -, removes it',
  },
  unread: { group: 'rooms', fields: [], help: 'lists where there are messages that you have not read' },
  read: { group: 'rooms', fields: [{ maybe: 'place' }], help: 'marks a room, or your conversation with NAME, as read' },
  msg: {
    group: 'messages',
    fields: ['to', 'text'],
    help: 'sends a private message to NAME, or a message to #ROOM',
    needs: 'a name and a text',
    example: 'alice hello',
  },
  me: {
    group: 'messages',
    fields: ['text'],
    help: 'says what you do: others see "* alice waves"',
    needs: 'a text',
    example: 'waves',
  },
  reply: {
    group: 'messages',
    fields: ['message', 'text'],
    help: 'answers a message: the last one of NAME, or one by its number',
    needs: 'a name or the number of a message, and a text',
    example: 'alice yes, please',
  },
  edit: {
    group: 'messages',
    fields: [{ maybe: 'number' }, 'text'],
    help: 'changes your last message here, or one by its number',
    needs: 'a text',
    example: 'hello, not helo',
  },
  delete: {
    group: 'messages',
    fields: [{ maybe: 'number' }, { maybe: 'reason' }],
    help: 'removes your last message here, or one by its number; operators may remove the messages of others',
  },
  react: {
    group: 'messages',
    fields: ['message', 'emoji'],
    help: 'reacts to a message: the last one of NAME, or one by its number; once more takes that back',
    needs: 'a name or the number of a message, and an emoji',
    example: 'alice 👍',
  },
  history: {
    group: 'messages',
    fields: [{ maybe: 'place' }, { maybe: 'count' }],
    help: 'shows the last messages of a room, or of your conversation with NAME; each has its number in brackets',
  },
  search: {
    group: 'messages',
    fields: ['query'],
    help: 'finds messages that you may read; also "a phrase", begin*, -without, from:NAME, in:#ROOM, after:DATE, before:DATE',
    needs: 'words',
    example: 'tea from:alice',
  },
  role: {
    group: 'operators',
    fields: ['person', 'role', { maybe: 'room' }],
    help: 'makes NAME a member, voice, operator or owner of a room',
    needs: 'a name and a role (member, voice, operator or owner)',
    example: 'bob operator',
    act: 'role',
  },
  invite: {
    group: 'operators',
    fields: [{ maybe: 'room' }],
    help: 'makes a code with which one person can enter a room, within a week',
    act: 'invite',
  },
  register: {
    group: 'yourself',
    fields: ['password'],
    help: 'registers your name; an invitation code may follow the password',
    needs: 'a password, one word',
    example: 'correct-horse-battery',
  },
  reset: {
    group: 'yourself',
    fields: ['code', 'password'],
    help: 'sets the password of the account that the code is for',
    needs: 'a code from the operator and a password, one word',
    example: 'k3v9… correct-horse-battery',
  },
  news: {
    group: 'yourself',
    fields: ['switch'],
    help: 'shows also, or no longer, what happens beside messages: changes of messages, reactions, who joins and leaves',
    needs: 'on or off',
    example: 'on',
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
  ['del', 'delete'],
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
