/** The client's sentences; the original's where it has some. */

import { lobby } from '#chat/names/lobby.ts';
import { parseName } from '#chat/names/names.ts';
import type { ChatLine, ScreenOptions } from '#client/chat-screen.ts';
import { hideSecond, withPasswordHint } from '#client/login-prompt.ts';
import { hideInCommand } from '#client/typed-secrets.ts';

/** The longest message, in UTF-8 bytes: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const closedWords = 'Connection to the server has been closed.';

export const namePrompt = 'Enter a nickname: ';

/** Shown after the first READY. An original has no commands, and sends `/help` to everybody. */
export const welcomeHint = 'What you type is sent to everybody. /help lists all commands; BYE leaves.';
const prompt = 'Me: ';

/**
 * RETRY does not say why; this guesses the reason. `asked`: another name is asked for next. `account`: the user has a
 * registered name. `hint`: how to log in.
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

/** For a person who came back, and whose current room does not let it in. */
export const stillOutsideWords = (room: string): string =>
  `You are no longer in ${room}: what you type is not sent. /join ${room} enters it, /join #lobby returns.`;

export const outsideWords = (room: string): string =>
  `Not sent. You are not in ${room}. /join ${room} enters it. /join #lobby returns.`;

/** Removes NICK from a line at the name prompt, because the server's sentences advise people to type `NICK alice secret`. */
export const nameTyped = (line: string): string => line.trim().replace(/^NICK\s+/u, '');

const allowed = `A name is one word of at most 32 characters, without : , ; ! @ * ? / \\ " ' and not beginning with # & + ~ % $ -`;

/** Hides the password in a line at the name prompt: everything after the name. */
export const nameSecrets = (line: string): string =>
  hideSecond(line, /^(\s*(?:NICK\s+\S+|(?!(?:NICK|\/login)\s)\S+)\s+)(\S.*)$/su);

/** Hides the passwords, keys and codes in typed commands, and the password in `NICK name password`. */
export const talkSecrets = (line: string): string =>
  hideSecond(hideInCommand(line), /^(\s*NICK(?:\S+|\s+\S+)\s+)(\S+\s*)$/u);

/** `alice: `, `[#tea] alice: `, `alice (to you): `, `alice (to you, 2026-11-20 21:31): `, `alice (to bob): `. */
const message = /^(?:\[(#[^\s\]]{1,64})\] )?([^\s:[\]]{1,64})(?: \(to ([^\s,)]{1,64})(?:, [-0-9: ]{16})?\))?: /u;

function parse(text: string): ChatLine | undefined {
  const [head, room, from, to] = message.exec(text) ?? [];
  if (head === undefined || from === undefined) return undefined;
  const speaker = head.length;
  if (to === undefined) return { from, room: room ?? lobby, speaker };
  return { from, room: undefined, speaker, sentTo: to === 'you' ? undefined : to };
}

export const screenOptions: ScreenOptions = { prompt, speaksInRoom: true, secrets: talkSecrets, parse };
