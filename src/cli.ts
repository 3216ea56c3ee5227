import { visible } from '#text/visible.ts';
import { readCommandLine } from '#server/command-line.ts';
import { loadCommand } from '#server/command-loader.ts';
import { findCommand } from '#server/command-search.ts';
import { type Command, UsageError } from '#server/command.ts';
import { failureOf } from '#server/failure.ts';
import { familyHelp, helpOf, overview } from '#server/help.ts';
import { version } from '#server/version.ts';

const wrongUsage = 64;

/** Runs one command line. Resolves with the exit code: 0 done, 64 wrong usage, others as the command says. */
async function run(args: readonly string[]): Promise<number> {
  const [first = '--help', ...rest] = args;
  if (first === 'help' && rest.length > 0) return run([...rest.filter((word) => !word.startsWith('-')), '--help']);
  if (first === '--version' || first === '-v') return print(`${version}\n`);
  const command = await loadCommand(args);
  if (command) return runCommand(command, args.slice(command.name.split(' ').length));
  const { groups } = await import('#server/command-table.ts');
  if (first === '--help' || first === '-h' || first === 'help') return print(overview(version, groups));
  const found = findCommand(
    groups.flatMap(({ commands }) => commands),
    args,
  );
  switch (found.kind) {
    case 'command':
      return runCommand(found.command, found.args);
    case 'family': {
      const help = familyHelp(found.word, found.commands);
      return found.help
        ? print(help)
        : complain('polylogue', `Choose one of the commands of ${found.word}.\n\n${help.trimEnd()}`);
    }
    case 'nothing':
      return complain('polylogue', `${found.sentence}\nTry: polylogue --help`);
  }
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  const name = `polylogue ${command.name}`;
  try {
    const given = readCommandLine(command, args);
    return given === 'help' ? print(helpOf(command)) : await command.run(given);
  } catch (error) {
    if (error instanceof UsageError) return complain(name, `${error.message}\nTry: ${name} --help`);
    const { sentence, exit } = failureOf(error);
    complain(name, sentence);
    return exit;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(who: string, text: string): number {
  process.stderr.write(`${who}: ${text.split('\n').map(visible).join('\n')}\n`);
  return wrongUsage;
}

/** A `join:` line ends in a comment where there is something to know; zsh takes none away on its command line. */
function withoutComment(args: readonly string[]): readonly string[] {
  const at = args.indexOf('#');
  return at < 0 ? args : args.slice(0, at);
}

const exit = await run(withoutComment(process.argv.slice(2)));
// What could not be written has set one already.
if (exit !== 0) process.exitCode = exit;
