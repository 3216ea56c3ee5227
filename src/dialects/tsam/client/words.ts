/** The client's sentences and the server's that it recognises; the original's where it has some. */
import { hideSecond } from '#client/login-prompt.ts';
import { hideInCommand } from '#client/typed-secrets.ts';

/** The longest frame: the original server reads 1025 bytes at a time, and takes them for one command. */
export const maxTyped = 1024;

export const namePrompt = 'Name (empty for none): ';

/** Shown after the name prompt. */
export const welcomeHint =
  'SENDMSG,#lobby,TEXT speaks to everybody, GETMSGS,#lobby and GETMSGS fetch. /help lists all commands; /quit leaves.';
/** Shown after reconnecting, if commands without a room were about that one. */
export const backHint = (room: string): string =>
  `Connected again: commands without a room are about #lobby now. /join ${room} makes it ${room}.`;
/** The room that a command names, and that later commands are about. */
export const roomUsed = (command: string): string | undefined =>
  /^(?:SENDMSG|GETMSGS)[, ]\s*(#[^\s,]+)/u.exec(command)?.[1];
/** An original server does not answer LOGIN, which is our extension. */
export const unansweredWords = 'The server did not answer LOGIN: it does not know names, or it is not a tsam server.';
export const probe = 'LISTSERVERS';

export const wrongProtocolWords = (reason: string): string => `This does not look like a tsam server: ${reason}.`;
export const closedReason = 'it closed the connection without an answer';
export const silentReason = 'it answered nothing';

export const quit = '/quit';

/** Whether this command means leaving. */
export const wantsOut = (command: string): boolean => command === quit || command === 'LEAVE';
export const leavingWords = 'Exiting chat...';
export const closedWords = 'Over and Out';
export const brokenWords = 'Over and Out: the connection broke off.';

/** Shown in place of a name while reconnecting. */
export const nameless = 'a client';

export const help: readonly string[] = [
  'HELO TEXT                  greets the server; shows your id and the server’s',
  'LISTSERVERS                lists all clients; SERVERS: this server',
  'SENDMSG,TO,TEXT            sends to an id (A5_3), a name or a #room',
  'GETMSGS                    fetches your messages; GETMSGS,#ROOM those of a room',
  'GETMSG                     fetches one message',
  'KEEPALIVE                  shows how many messages wait; sent automatically',
  'STATUSREQ                  shows the server’s status and its clients',
  'LOGIN,NAME                 takes a name; LOGIN,NAME,PASSWORD a registered one',
  '/login NAME                asks for the password without showing it',
  'REGISTER,PASSWORD          registers your name',
  '/who, /history, …          commands of all dialects; /help who explains one',
  'LEAVE, /quit               leaves',
];

/** The LOGIN command for a name, or for a name, a space and its password. */
export const loginOf = (name: string): string => `LOGIN,${name.trim().replace(/\s+/, ',')}`;

/** The name that the server confirms; undefined for other replies. */
export const nameIn = (reply: string): string | undefined => /^You are (\S+) now\.$/.exec(reply)?.[1];

/** Whether a line at the name prompt is a command. */
export const isCommand = (line: string): boolean =>
  line.startsWith('/') ||
  /^(?:HELO|LISTSERVERS|SERVERS|SENDMSG|GETMSGS?|KEEPALIVE|STATUSREQ|LOGIN|REGISTER|LEAVE)(?:[, ]|$)/.test(line);

/** Commands that any tsam server answers, in the words of the original. */
export const isAnswered = (command: string): boolean => /^(?:LISTSERVERS$|(?:HELO|KEEPALIVE),[^,]*$)/.test(command);

/** The passwords of LOGIN and REGISTER, and what is secret in commands with a slash. */
export const commandSecrets = (line: string): string =>
  hideSecond(hideInCommand(line), /^(\s*(?:LOGIN[, ]\s*[^, ]+\s*[, ]\s*|REGISTER[, ]\s*))(\S.*)$/su);

/** Hides the password in a line at the name prompt: everything after the name. */
export const nameSecrets = (line: string): string =>
  isCommand(line.trimStart()) ? commandSecrets(line) : hideSecond(line, /^(\s*\S+\s+)(\S.*)$/su);
