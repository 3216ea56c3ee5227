/** What a client says and understands, in the original's words where it has some. */
import { hideSecond } from '#client/login-prompt.ts';

/** UTF-8 bytes of one line without its LF: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const namePrompt = 'Enter username: ';
export const badNameWords = "Invalid username (cannot be empty or contain ':').";
export const disconnectedWords = '[Disconnected from server]';

/** Shown to a person who is welcome. An original knows neither rooms nor `/help`, and says so. */
export const welcomeHint =
  'Write "#lobby: text" to everybody, "NAME: text" to one person. /help lists all commands; Ctrl-C leaves.';

export const strangeWords = (reason: string): string => `This does not look like a direct server: ${reason}.`;
export const silentReason = (seconds: number): string => `it sent no Welcome within ${seconds} seconds`;
export const closedReason = 'it closed the connection without a Welcome';

export const isWelcome = (text: string): boolean => text.startsWith('Welcome ');

/** The name may come free: somebody else bears it, or the server has not noticed yet that we were gone. */
export const isTaken = (reason: string): boolean => reason.startsWith('Username already taken');

/** Trying again under the same name would be in vain. */
export const isFinal = (reason: string): boolean => /^(?:Invalid username|Wrong password)/.test(reason);

/** How many characters of what was heard say who spoke, and where: `[alice] `, `[alice #lobby] `. */
export const speakerIn = (text: string): number => /^\[[^\]]{1,128}\] /.exec(text)?.[0].length ?? 0;

/** Where a name is asked for: all behind it is its password. */
export const nameSecrets = (line: string): string => hideSecond(line, /^(\s*(?!\/login\s)\S+\s+)(\S.*)$/su);

/** Where people talk: the password of `/register`. */
export const talkSecrets = (line: string): string => hideSecond(line, /^(\s*\/register\s+)(\S.*)$/isu);
