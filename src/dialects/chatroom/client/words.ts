/** The client's sentences and prompts; the original's where it has some. */
import { noticeIn as serverNoticeIn } from '#client/server-words.ts';

export const namePrompt = 'Username: ';
export const newPasswordPrompt = 'Enter password: ';
export const passwordPrompt = "Enter user's password: ";
export const prompt = '> ';
export const publicPrompt = '> Enter the public message: ';
export const peerPrompt = 'Peer to message: ';
export const privatePrompt = 'Enter private message: ';

export const menu = 'BM sends to everybody, PM to one user; CH shows the history; EX leaves.';
export const menuHint = 'An empty line returns to this menu; EX leaves at any prompt.';
export const nameNeeded = 'Type a name, or EX to leave.';
export const toNameWords = 'No password was given. Choose a name again.';

export const peersWords = (names: readonly string[]): string => `Peer(s) online: ${names.join(', ')}`;
export const nobodyWords = 'Nobody else is online.';
export const invalidPeer = 'Invalid user. Try again...';
export const invalidPeerHint = '(an empty line returns to the menu, EX leaves)';
export const noHistory = 'No chat history';
export const wrongPassword = 'Wrong password. Try again...';
export const unopened = 'A message from the server could not be decrypted.';
export const leavingWords = '[INFO] Shutting down connection manually...';
export const closedWords = 'Connection to the server has been closed.';

export const wrongProtocolWords = (reason: string): string => `This does not look like a chatroom server: ${reason}.`;

const info = '[INFO] ';

export const isInfo = (text: string): boolean => text.startsWith(info);

/** The seconds in a shutdown notice; undefined for other texts. */
export const noticeIn = (text: string): number | undefined =>
  isInfo(text) ? serverNoticeIn(text.slice(info.length)) : undefined;

/** The number of characters before the text of a message. */
export const leadIn = (text: string): number =>
  /^\*\*\* Incoming (?:Public|Private) Message \*\*\*: /.exec(text)?.[0].length ?? 0;

/** Whether this line, in place of a name, a password or a text, means leaving. */
export const wantsOut = (line: string): boolean => /^(?:EX|\/quit)$/.test(line.trim());

/** Whether this line at the menu means leaving. There `ex` is also accepted. */
export const choosesOut = (line: string): boolean => wantsOut(line.trim().replace(/^ex$/i, 'EX'));
