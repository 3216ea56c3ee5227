/** The fields that can follow a command's name. */
export type FieldName = 'greeting' | 'to' | 'text' | 'box' | 'name' | 'password';

/** How a command is written and answered: README.md, *Commands*. */
export interface CommandForm {
  /** Separated by commas or spaces. The last may contain the separator. */
  readonly fields: readonly FieldName[];
  /** How its answers begin, besides `Error: `. */
  readonly answers: readonly string[];
  /** When there may be no answer: always, or in the original's form with commas. */
  readonly silent: 'always' | 'comma' | 'never';
}

const messages = ['From ', 'No messages found'];

/** All commands. Names are case-sensitive, as in the original. */
export const commandForms: Readonly<Record<CommandName, CommandForm>> = {
  HELO: { fields: ['greeting'], answers: ['SERVERS,', 'Hello'], silent: 'never' },
  SERVERS: { fields: [], answers: ['SERVERS,'], silent: 'never' },
  LISTSERVERS: { fields: [], answers: ['SERVERS,'], silent: 'never' },
  SENDMSG: { fields: ['to', 'text'], answers: [], silent: 'always' },
  GETMSGS: { fields: ['box'], answers: messages, silent: 'comma' },
  GETMSG: { fields: ['box'], answers: messages, silent: 'never' },
  KEEPALIVE: { fields: ['box'], answers: ['KEEPALIVE,'], silent: 'never' },
  STATUSREQ: { fields: [], answers: ['STATUSRESP,'], silent: 'never' },
  LOGIN: { fields: ['name', 'password'], answers: ['You are '], silent: 'never' },
  REGISTER: { fields: ['password'], answers: ['Your name is registered.'], silent: 'never' },
  LEAVE: { fields: [], answers: [], silent: 'always' },
};

export type CommandName =
  | 'HELO'
  | 'SERVERS'
  | 'LISTSERVERS'
  | 'SENDMSG'
  | 'GETMSGS'
  | 'GETMSG'
  | 'KEEPALIVE'
  | 'STATUSREQ'
  | 'LOGIN'
  | 'REGISTER'
  | 'LEAVE';

export const isCommandName = (word: string): word is CommandName => Object.hasOwn(commandForms, word);
