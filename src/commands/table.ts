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
  | 'invite'
  | 'uninvite'
  | 'role'
  | 'kick'
  | 'ban'
  | 'unban'
  | 'mute'
  | 'unmute'
  | 'set'
  | 'rename'
  | 'close'
  | 'away'
  | 'ignore'
  | 'unignore'
  | 'notify'
  | 'news'
  | 'register'
  | 'reset'
  | 'help';

/** All commands, in the order in which `/help` lists them. */
export const commandForms: Readonly<Record<CommandName, CommandForm>> = {
  rooms: { group: 'rooms', fields: [{ maybe: 'part' }], help: 'lists the rooms, or those with PART in their name' },
  join: {
    group: 'rooms',
    fields: ['room', { maybe: 'key' }],
    help: 'enters a room, and makes it if it does not exist; KEY is its key, or the code of an invitation',
    needs: 'a room',
    example: '#tea',
  },
  leave: {
    group: 'rooms',
    fields: [{ maybe: 'room' }, { maybe: 'reason' }],
    help: 'leaves a room; without #ROOM, the one you are in',
  },
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
    help: 'answers a message: the last one of NAME, here or in private, or one by its number',
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
    help: 'reacts to a message: the last one of NAME, here or in private, or one by its number; the same command again removes it',
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
  invite: {
    group: 'operators',
    fields: [{ maybe: 'person' }, { maybe: 'room' }],
    help: 'lets NAME enter a room that takes people by invitation; without NAME, makes a code for one person',
    act: 'invite',
  },
  uninvite: {
    group: 'operators',
    fields: [{ maybe: 'mask' }, { maybe: 'room' }],
    help: 'withdraws the invitation of NAME; without NAME, lists who is invited',
    example: 'bob',
    act: 'set',
  },
  role: {
    group: 'operators',
    fields: ['person', 'role', { maybe: 'room' }],
    help: 'makes NAME a member, voice, operator or owner of a room',
    needs: 'a name and a role (member, voice, operator or owner)',
    example: 'bob operator',
    act: 'role',
  },
  kick: {
    group: 'operators',
    fields: ['person', { maybe: 'room' }, { maybe: 'reason' }],
    help: 'removes NAME from a room, which it may enter again',
    needs: 'a name',
    example: 'bob too loud',
    act: 'kick',
  },
  ban: {
    group: 'operators',
    fields: [{ maybe: 'mask' }, { maybe: 'room' }, { maybe: 'time' }, { maybe: 'reason' }],
    help: 'removes NAME from a room and keeps it out; also b*, account:NAME, address:NAME. Without NAME, lists who is banned',
    example: 'bob for 1h too loud',
    act: 'ban',
  },
  unban: {
    group: 'operators',
    fields: ['mask', { maybe: 'room' }],
    help: 'lifts a ban',
    needs: 'a name',
    example: 'bob',
    act: 'ban',
  },
  mute: {
    group: 'operators',
    fields: [{ maybe: 'mask' }, { maybe: 'room' }, { maybe: 'time' }, { maybe: 'reason' }],
    help: 'lets NAME read a room, but not write there. Without NAME, lists who is muted',
    example: 'bob for 10m',
    act: 'mute',
  },
  unmute: {
    group: 'operators',
    fields: ['mask', { maybe: 'room' }],
    help: 'lets NAME write again',
    needs: 'a name',
    example: 'bob',
    act: 'mute',
  },
  set: {
    group: 'operators',
    fields: [{ maybe: 'room' }, { maybe: 'setting' }, { maybe: 'value' }],
    help: 'shows the settings of a room, or one; with VALUE, sets it; with -, resets it',
    example: 'moderated yes',
    act: 'set',
  },
  rename: {
    group: 'operators',
    fields: ['renaming'],
    help: 'gives a room another name; without #ROOM, the one you are in',
    needs: 'a name for the room',
    example: '#coffee',
    act: 'rename-room',
  },
  close: {
    group: 'operators',
    fields: ['room', { maybe: 'reason' }],
    help: 'ends a room for everybody in it',
    needs: 'a room',
    example: '#tea nobody is thirsty',
    act: 'close',
  },
  away: {
    group: 'yourself',
    fields: [{ maybe: 'text' }],
    help: 'says that you are away, and TEXT to those who write to you; without TEXT, or when you write, you are back',
    example: 'back at 14:00',
  },
  ignore: {
    group: 'yourself',
    fields: [{ maybe: 'person' }],
    help: 'hides from you what NAME says; without NAME, lists whom you ignore',
    example: 'bob',
  },
  unignore: {
    group: 'yourself',
    fields: ['person'],
    help: 'shows you again what NAME says',
    needs: 'a name',
    example: 'bob',
  },
  notify: {
    group: 'yourself',
    fields: [{ maybe: 'room' }, { maybe: 'level' }],
    help: 'chooses what of a room counts as unread: all, only mentions of you, or nothing',
    example: 'mentions',
  },
  news: {
    group: 'yourself',
    fields: ['switch'],
    help: 'shows also, or no longer, what happens besides messages: changes of messages, reactions, who joins and leaves',
    needs: 'on or off',
    example: 'on',
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
  help: { group: 'yourself', fields: [{ maybe: 'word' }], help: 'lists all commands, or explains one' },
};

export const commandNames: readonly CommandName[] = Object.keys(commandForms).filter(isCommandName);

/** Words for the same commands in other programs. */
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
