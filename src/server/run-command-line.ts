import { columnsOf, wrappedRow } from '#text/wrap-words.ts';
import { visible } from '#text/visible.ts';
import { readCommandLine } from './command-line.ts';
import { loadCommand } from './command-loader.ts';
import { findCommand } from './command-search.ts';
import { type Command, UsageError } from './command.ts';
import { failureOf } from './failure.ts';
import { familyHelp, helpOf, overview } from './help.ts';
import type { Output, Stdio } from './stdio.ts';
import { version } from './version.ts';

const wrongUsage = 64;

/**
 * Runs one command line. Resolves with the exit code: 0 success, 64 wrong usage, others as documented by the command.
 */
export function runCommandLine(args: readonly string[], stdio: Stdio): Promise<number> {
  return run(withoutComment(args), stdio);
}

/** A `join:` line may end in a comment. zsh does not remove comments on its command line. */
function withoutComment(args: readonly string[]): readonly string[] {
  const at = args.indexOf('#');
  return at < 0 ? args : args.slice(0, at);
}

async function run(args: readonly string[], stdio: Stdio): Promise<number> {
  const { stdout } = stdio;
  const [first = '--help', ...rest] = args;
  if (first === 'help' && rest.length > 0)
    return run([...rest.filter((word) => !word.startsWith('-')), '--help'], stdio);
  if (first === '--version' || first === '-v') return print(stdout, `${version}\n`);
  const command = await loadCommand(args);
  if (command) return runCommand(command, args.slice(command.name.split(' ').length), stdio);
  const { groups } = await import('./command-table.ts');
  if (first === '--help' || first === '-h' || first === 'help')
    return print(stdout, overview(version, groups, columnsOf(stdout)));
  const found = findCommand(
    groups.flatMap(({ commands }) => commands),
    args,
  );
  switch (found.kind) {
    case 'command':
      return runCommand(found.command, found.args, stdio);
    case 'family': {
      const help = familyHelp(found.word, found.commands, columnsOf(stdout));
      if (found.help) return print(stdout, help);
      return complain(stdio, 'polylogue', `Choose one of the commands of ${found.word}.\n\n${help.trimEnd()}`);
    }
    case 'nothing':
      return complain(stdio, 'polylogue', `${found.sentence}\nTry: polylogue --help`);
  }
}

async function runCommand(command: Command, args: readonly string[], stdio: Stdio): Promise<number> {
  const name = `polylogue ${command.name}`;
  try {
    const given = readCommandLine(command, args);
    return given === 'help'
      ? print(stdio.stdout, helpOf(command, columnsOf(stdio.stdout)))
      : await command.run(given, stdio);
  } catch (error) {
    if (error instanceof UsageError) return complain(stdio, name, `${error.message}\nTry: ${name} --help`);
    const { sentence, exit } = failureOf(error);
    complain(stdio, name, sentence);
    return exit;
  }
}

function print(stdout: Output, text: string): number {
  stdout.write(text);
  return 0;
}

function complain({ stderr }: Stdio, who: string, text: string): number {
  const rows = `${who}: ${text}`.split('\n').map(visible);
  const wrapped = stderr.isTTY === true ? rows.flatMap((row) => wrappedRow(row, columnsOf(stderr), 0)) : rows;
  stderr.write(`${wrapped.join('\n')}\n`);
  return wrongUsage;
}
