/** What a client says and understands, in the original's words where it has some. */

/** UTF-8 bytes of one line without its LF: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const namePrompt = 'Enter username: ';
export const badNameWords = "Invalid username (cannot be empty or contain ':').";
export const disconnectedWords = '[Disconnected from server]';

export const passwordPrompt = (name: string): string => `Password of ${name}: `;

/** Shown to a person who is welcome. An original knows neither rooms nor `/help`, and says so. */
export const welcomeHint =
  'Write "#lobby: text" to everybody, "NAME: text" to one person. /help lists all commands; Ctrl-C leaves.';

export const strangeWords = (reason: string): string => `This does not look like a direct server: ${reason}.`;
export const silentReason = (seconds: number): string => `it sent no Welcome within ${seconds} seconds`;
export const closedReason = 'it closed the connection without a Welcome';

export const isWelcome = (text: string): boolean => text.startsWith('Welcome ');

/** The name may come free: somebody else bears it, or the server has not noticed yet that we were gone. */
export const isTaken = (reason: string): boolean => reason.startsWith('Username already taken');

/** Shown to a person who is asked for another name. */
export const withPasswordWords =
  '(if it is yours: type the name, a space and its password, or /login and the name, to be asked for the password)';

/** Trying again under the same name would be in vain. */
export const isFinal = (reason: string): boolean => /^(?:Invalid username|Wrong password)/.test(reason);

/** The name has a password from now on. */
export const isRegistered = (text: string): boolean => /^\S+ is yours now\./.test(text);

/** The server ends this for good: whoever came back would be in the other one's way, or not be let in. */
export const isDismissal = (text: string): boolean =>
  text === 'You came in from another place.' || text === 'Your account was changed.';

/** In how many seconds the server stops, where that is what it says. */
export function noticeIn(text: string): number | undefined {
  const [, seconds] = /^(?:The s|S)erver will shut down in (\d+) seconds?/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** How many characters of what was heard say who spoke, and where: `[alice] `, `[alice #lobby] `. */
export const speakerIn = (text: string): number => /^\[[^\]]{1,128}\] /.exec(text)?.[0].length ?? 0;

/** For whom a password is to be asked: `/login alice`. */
export const loginIn = (line: string): string | undefined => /^\s*\/login\s+(\S+)\s*$/u.exec(line)?.[1];

const stars = (_: string, begin: string, secret: string): string => begin + '*'.repeat(secret.length);

/** Where a name is asked for: all behind it is its password. */
export const nameSecrets = (line: string): string => line.replace(/^(\s*(?!\/login\s)\S+\s+)(\S.*)$/su, stars);

/** Where people talk: the password of `/register`. */
export const talkSecrets = (line: string): string => line.replace(/^(\s*\/register\s+)(\S.*)$/isu, stars);
