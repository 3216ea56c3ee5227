import { maxPassword, parsePassword } from '#chat/login/passwords.ts';
import { visible } from '#text/visible.ts';
import { Refused } from '#server/control/refused.ts';
import { argonPasswords } from '#server/passwords.ts';
import { say } from './outcome.ts';
import { pipedLine } from './piped-line.ts';
import { interrupted, typedLine } from './secret-prompt.ts';

/** Code points below which a password is guessed soon. */
const short = 8;

/**
 * The hash of a password that is asked for twice at a terminal, or read from a pipe: never from the arguments, which
 * everybody on the machine can see. Throws `Refused`.
 */
export async function newSecret(name: string): Promise<string> {
  const text = process.stdin.isTTY ? await typedTwice(name) : await pipedLine(process.stdin);
  if (text === undefined) throw new Refused('There is no password on standard input: it takes one line.');
  const password = parsePassword(text);
  if (password === undefined) {
    throw new Refused(`A password has 1 to ${maxPassword} characters and no spaces or control characters.`);
  }
  if ([...password].length < short)
    say(`note: this password is short; with ${short} characters or more it is harder to guess.`);
  return argonPasswords().hash(password);
}

async function typedTwice(name: string): Promise<string> {
  const first = await asked(`New password for ${visible(name)}: `);
  if (first !== (await asked('The same again: '))) throw new Refused('These were two passwords; nothing was changed.');
  return first;
}

async function asked(question: string): Promise<string> {
  const typed = await typedLine(process.stdin, process.stderr, question, true);
  if (typed === undefined) throw new Refused('Nothing was changed.', interrupted);
  return typed;
}
