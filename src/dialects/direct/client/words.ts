/** The client's sentences and the server's that it recognises; the original's where it has some. */
import type { ChatLine, ScreenOptions } from '#client/chat-screen.ts';
import { hideSecond } from '#client/login-prompt.ts';
import { hideInCommand } from '#client/typed-secrets.ts';

/** The longest line without its LF, in UTF-8 bytes: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const namePrompt = 'Enter username: ';
export const badNameWords = "Invalid username (cannot be empty or contain ':').";
export const disconnectedWords = '[Disconnected from server]';

/** Shown after Welcome. An original has neither rooms nor `/help`, and says so. */
export const welcomeHint =
  'Write "#lobby: text" to everybody, "NAME: text" to one person. /help lists all commands; Ctrl-C leaves.';

export const wrongProtocolWords = (reason: string): string => `This does not look like a direct server: ${reason}.`;
export const silentReason = (seconds: number): string => `it sent no Welcome within ${seconds} seconds`;
export const closedReason = 'it closed the connection without a Welcome';

export const isWelcome = (text: string): boolean => text.startsWith('Welcome ');

/** The name may become free: another user has it, or the server has not noticed that our old connection is gone. */
export const isTaken = (reason: string): boolean => /^(?:Username already taken|Only accounts)/.test(reason);

/** Retrying with the same name cannot succeed. */
export const isFinal = (reason: string): boolean => /^(?:Invalid username|Wrong password)/.test(reason);

/** Hides the password in a line at the name prompt: everything after the name. */
export const nameSecrets = (line: string): string => hideSecond(line, /^(\s*(?!\/login\s)\S+\s+)(\S.*)$/su);

/** Hides the passwords, keys and codes in typed commands. */
export const talkSecrets: (line: string) => string = hideInCommand;

/** `[alice] `, `[alice #lobby] `, `[alice → bob] `, `[alice 2026-11-20 21:31] `. */
const message = /^\[([^\s\]]{1,64})(?: (#[^\s\]]{1,64})| → ([^\s\]]{1,64})| [-0-9: ]{16})?\] /u;

function parse(text: string): ChatLine | undefined {
  const [head, from, room, sentTo] = message.exec(text) ?? [];
  return head === undefined || from === undefined ? undefined : { from, room, sentTo, speaker: head.length };
}

export const screenOptions: ScreenOptions = { prompt: '', speaksInRoom: false, secrets: talkSecrets, parse };
