/** The client's sentences and the server's that it recognises; the original's where it has some. */
import { errorCodes } from '../codec.ts';
import type { Json } from '../json.ts';
import { repr } from '../repr.ts';

/** The longest name and password, in characters: as in the original's client. */
export const maxCredential: number = 32;

export const usernamePrompt = 'Username: ';
export const passwordPrompt = 'Password: ';
export const chatPrompt = '> ';

export const credentialWords: string = `A name and a password have 1 to ${maxCredential} characters each.`;
export const accountsHint =
  'Only registered users can log in here. Register on another dialect (/register on nick), or ask the operator.';
export const negotiatedWords = (version: string): string => `[cli] Negotiated protocol version: ${version}`;
export const badCredentialWords = '[cli] login failed, bad credentials.';
export const loggedInWords = (id: Json): string => `[cli] Login successful, assigned ID: ${repr(id)}`;
export const howToLeave = 'Enter messages to chat. Type "!quit" or "!exit" to logout';
export const logoutWords = '[cli] sending logout';
export const loggedOutWords = '[cli] logged out';
export const closedWords = '[cli] The server has closed the connection.';

/** Two spaces, as from Python's `print` with two arguments. */
export const responseWords = (payload: Json): string => `[cli] server response:  ${repr(payload)}`;

export const errorWords = (code: Json | undefined, message: Json | undefined): string =>
  `[cli] Error received [${repr(code ?? null)}]: ${typeof message === 'string' ? message : repr(message ?? null)}`;

const meanings: Readonly<Record<number, string>> = {
  [errorCodes.disconnected]: '[cli] Server detected sudden disconnect',
  [errorCodes.timeout]: '[cli] Session timed out due to inactivity',
  [errorCodes.elsewhere]: '[cli] Login detected from another location',
  [errorCodes.updateRequired]: '[cli] Client update required',
};

/** The meaning of an error code; empty if it has none. */
export const meaningOf = (code: number | undefined): string => meanings[code ?? 0] ?? '';

export const silentWords = (seconds: number): string =>
  `This does not look like a pdu server: it answered no version within ${seconds} seconds.`;
export const wrongProtocolWords = (reason: string): string => `This does not look like a pdu server: ${reason}.`;
export const closedReason = 'it closed the connection without a version';
export const unansweredWords = 'This does not look like a pdu server: it sent an unexpected answer.';

export const wantsOut = (line: string): boolean => /^!(?:quit|exit)$/i.test(line);

/** The original's names for the states of a client. */
export type Stage = 'DISCONNECTED' | 'INITIAL' | 'CONNECTED' | 'REQUEST' | 'READY' | 'CHATTING' | 'CLOSED';

export const turnWords = (from: Stage, to: Stage): string => `[cli] transitioning from ${from} to ${to}`;
