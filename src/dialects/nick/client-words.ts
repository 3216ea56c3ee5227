/** What a client says, in the original's words where it has some. */

import { parseName } from '#chat/names.ts';

/** UTF-8 bytes of one message: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const closedWords = 'Connection to the server has been closed.';

/** RETRY is all the wire has to say of a name. A hint stands there when no Polylogue would allow it either. */
export function takenWords(name: string): readonly string[] {
  const hint = parseName(name) === 'name-invalid' ? [allowed] : [];
  return ['Nickname already taken!', ...hint, ''];
}

const allowed = `(or not allowed: one word of at most 32 characters, without : , ; ! @ * ? / \\ " ' and not beginning with # & + ~ % $ -)`;

/** The name has a password from now on. */
export const isRegistered = (text: string): boolean => /^\S+ is yours now\./.test(text);

/** The server ends this for good: whoever came back would be in the other one's way, or not be let in. */
export const isDismissal = (text: string): boolean =>
  text === 'You came in from another place.' || text === 'Your account was changed.';

/** How many characters of what was heard say who spoke. */
export const speakerIn = (text: string): number => /^[^\s:]{1,64}(?: \(to you\))?: /.exec(text)?.[0].length ?? 0;
