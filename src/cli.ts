import { dialects } from '#dialects/index.ts';
import { runClient } from '#server/run-client.ts';
import { runServe } from '#server/run-serve.ts';
import { version } from '#server/version.ts';

const help = `Polylogue ${version}: one chat for every wire.

Usage: polylogue <command> [options]

  serve                          start the chat (polylogue serve --help)
${dialects.map(({ name, summary }) => `  ${`${name} client HOST PORT`.padEnd(29)}  ${summary}`).join('\n')}

  --help, --version

Start with:  polylogue serve
`;

/** Runs one command line. Resolves with the exit code: 0 done, 64 wrong usage, others as the command says. */
async function run(args: readonly string[]): Promise<number> {
  const [command = '--help', ...rest] = args;
  if (command === '--help' || command === '-h' || command === 'help') return print(help);
  if (command === '--version' || command === '-v') return print(`${version}\n`);
  if (command === 'serve') return runServe(rest);
  const dialect = dialects.find(({ name }) => name === command);
  if (dialect && rest[0] === 'client') return runClient(dialect, rest.slice(1));
  process.stderr.write(
    `polylogue: there is no command "${[command, ...(dialect ? rest.slice(0, 1) : [])].join(' ')}".\n\n${help}`,
  );
  return 64;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

process.exitCode = await run(process.argv.slice(2));
