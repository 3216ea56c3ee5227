/** What a client says, in the original's words where it has some. */

import { parseName } from '#chat/names.ts';

/** UTF-8 bytes of one message: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const closedWords = 'Connection to the server has been closed.';

/**
 * RETRY is all the wire has to say of a name, perhaps with its password. A hint stands there when no Polylogue would allow
 * it either, and how to come as an account where a person is `asked` for another one.
 */
export function takenWords(proposal: string, asked: boolean): readonly string[] {
  const hint = hintAt(proposal, asked);
  return ['Nickname already taken!', ...(hint === undefined ? [] : [hint]), ''];
}

function hintAt(proposal: string, asked: boolean): string | undefined {
  const [name = '', ...password] = proposal.split(/\s+/u);
  if (parseName(name) === 'name-invalid') return allowed;
  if (password.length > 0) return wrongPassword;
  return asked ? withPassword : undefined;
}

/** Where a name is asked for, what the server advises is understood, too: `NICK alice secret`. */
export const nameTyped = (line: string): string => line.trim().replace(/^NICK\s+/u, '');

const withPassword = '(if it is yours: type the name, a blank and its password)';
const wrongPassword = '(or nobody has registered that name, or not with that password; a name is one word)';
const allowed = `(or not allowed: one word of at most 32 characters, without : , ; ! @ * ? / \\ " ' and not beginning with # & + ~ % $ -)`;

/** The name has a password from now on. */
export const isRegistered = (text: string): boolean => /^\S+ is yours now\./.test(text);

/** The server ends this for good: whoever came back would be in the other one's way, or not be let in. */
export const isDismissal = (text: string): boolean =>
  text === 'You came in from another place.' || text === 'Your account was changed.';

/** How many characters of what was heard say who spoke. */
export const speakerIn = (text: string): number => /^[^\s:]{1,64}(?: \(to you\))?: /.exec(text)?.[0].length ?? 0;
