/** The client's sentences; the original's where it has some. */

import { parseName } from '#chat/names.ts';
import { hideSecond, withPasswordHint } from '#client/login-prompt.ts';

/** UTF-8 bytes of one message: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const closedWords = 'Connection to the server has been closed.';

export const namePrompt = 'Enter a nickname: ';
export const prompt = 'Me: ';

/**
 * RETRY is all the protocol has to say about a name, perhaps with its password; what can be known of the reason is said
 * here. `asked`: another name is asked for next. `account`: it came from somebody who has a registered name. `hint`: for
 * a person, how to come under a name of one's own.
 */
export function refusedWords(
  proposal: string,
  { asked, account }: { readonly asked: boolean; readonly account: boolean },
): { readonly reason: string; readonly hint?: string } {
  const [name = '', ...password] = proposal.split(/\s+/u);
  const parsed = parseName(name);
  if (parsed === 'name-invalid') return { reason: `The server refused ${name}. ${allowed}.` };
  if (parsed === 'name-reserved') return { reason: `The name ${name} is reserved. Choose another one.` };
  if (password.length > 0)
    return { reason: `Wrong password for ${name}, or no such account. Names cannot contain spaces.` };
  if (account) {
    return { reason: 'Your name is registered and cannot be changed. To use another one, leave and come back.' };
  }
  return { reason: 'Nickname already taken!', hint: asked ? withPasswordHint : `(If it is yours: /login ${name})` };
}

/** Where a name is asked for, what the server advises is understood, too: `NICK alice secret`. */
export const nameTyped = (line: string): string => line.trim().replace(/^NICK\s+/u, '');

const allowed = `A name is one word of at most 32 characters, without : , ; ! @ * ? / \\ " ' and not beginning with # & + ~ % $ -`;

/** Where a name is asked for: all behind it is its password. */
export const nameSecrets = (line: string): string =>
  hideSecond(line, /^(\s*(?:NICK\s+\S+|(?!(?:NICK|\/login)\s)\S+)\s+)(\S.*)$/su);

/** Where people talk: the passwords of `/register` and `NICK name password`. */
export const talkSecrets = (line: string): string =>
  hideSecond(hideSecond(line, /^(\s*\/register\s+)(\S.*)$/isu), /^(\s*NICK(?:\S+|\s+\S+)\s+)(\S+\s*)$/u);

/** How many characters of what was heard say who spoke. */
export const speakerIn = (text: string): number => /^[^\s:]{1,64}(?: \(to you\))?: /.exec(text)?.[0].length ?? 0;
