import { maxPassword, parsePassword } from '#chat/login/passwords.ts';
import { visible } from '#text/visible.ts';
import { CommandError } from '#server/control/command-error.ts';
import { argonPasswords } from '#server/passwords.ts';
import type { Stdio } from '#server/stdio.ts';
import { say } from './report-refusals.ts';
import { pipedLine } from './piped-line.ts';
import { interrupted, typedLine } from './secret-prompt.ts';

/** A password with fewer code points is easy to guess. */
const short = 8;

/**
 * The hash of a password that is typed twice at a terminal, or read from a pipe. Never from arguments, which every user
 * of the machine can see. Throws `CommandError`.
 */
export async function newSecret(stdio: Stdio, name: string): Promise<string> {
  const text = stdio.stdin.isTTY ? await typedTwice(stdio, name) : await pipedLine(stdio.stdin);
  if (text === undefined) throw new CommandError('There is no password on standard input: one line is expected.');
  const password = parsePassword(text);
  if (password === undefined) {
    throw new CommandError(`A password has 1 to ${maxPassword} characters and no spaces or control characters.`);
  }
  if ([...password].length < short)
    say(stdio, `note: this password is short; with ${short} characters or more it is harder to guess.`);
  return argonPasswords().hash(password);
}

async function typedTwice(stdio: Stdio, name: string): Promise<string> {
  const first = await asked(stdio, `New password for ${visible(name)}: `);
  if (first !== (await asked(stdio, 'Repeat it: ')))
    throw new CommandError('The passwords differ; nothing was changed.');
  return first;
}

async function asked(stdio: Stdio, question: string): Promise<string> {
  const typed = await typedLine(stdio.stdin, stdio.stderr, question, 'hidden');
  if (typed === undefined) throw new CommandError('Nothing was changed.', interrupted);
  return typed;
}
