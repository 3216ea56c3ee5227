/** What a client says and understands, in the original's words where it has some. */

/** Bytes of one frame: the original server reads 1025 at a time, and that is one command to it. */
export const maxTyped = 1024;

export const quit = '/quit';
export const leavingWords = 'Exiting chat...';
export const closedWords = 'Over and Out';
export const brokenWords = 'Over and Out: the connection broke off.';

/** Without a name of its own: what comes back. */
export const nameless = 'a client';

export const help: readonly string[] = [
  'HELO TEXT                  a greeting, with your id and the server’s',
  'LISTSERVERS                all who are connected; SERVERS: this server',
  'SENDMSG,TO,TEXT            to an id (A5_3), a name or a #room; it waits there',
  'GETMSGS                    fetches all that waits for you; GETMSGS,#ROOM what was said there',
  'GETMSG                     fetches one message',
  'KEEPALIVE                  how many wait; sent by itself now and then',
  'STATUSREQ                  how the server is, and who is connected',
  'LOGIN,NAME                 takes a name; LOGIN,NAME,PASSWORD if it has a password',
  'REGISTER,PASSWORD          keeps your name for yourself',
  'LEAVE, /quit               leaves',
];

/** A name, perhaps with a blank and its password behind it, as the command that takes it. */
export const loginOf = (name: string): string => `LOGIN,${name.trim().replace(/\s+/, ',')}`;

/** The name the server says is ours now. */
export const nameIn = (reply: string): string | undefined => /^You are (\S+) now\.$/.exec(reply)?.[1];

/** In how many seconds the server stops, where that is what it says. */
export function noticeIn(reply: string): number | undefined {
  const [, seconds] = /^Server will shut down in (\d+) seconds?$/.exec(reply) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
