import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ProgramOptions } from './transcripts-against-program.ts';

export const usage = `Usage: npm run transcripts -- DIALECT --program PATH [options] [NAME ...]

Plays the transcripts of a dialect against a server in a process of its own, each against a fresh one. NAME is a
transcript of the dialect, such as readme, or the path of any other; without one, all of the dialect's are played.

  --program PATH        the server: .py is run with python3, .js with Node, anything else by itself
  --args "ARGS"         its arguments, {port} for the port it shall listen on (default "{port}")
  --port PORT           the port it listens on, if it cannot be told
  --original            only transcripts with the comment "# original: yes"
  --patience MS         how long each line may take (default 2000)
  --pause MS            how long a client waits behind each chunk (default 20)
  --longest-wait MS     a transcript that waits longer in one line is not played (default 30000)
  --start-patience MS   how long the server may take to accept links (default 10000)
`;

/** What is to be played against which program. */
export interface Wish {
  readonly dialect: string;
  readonly program: ProgramOptions;
  readonly original: boolean;
  readonly patience: number;
  readonly pause: number;
  readonly longestWait: number;
  readonly names: readonly string[];
}

const flags = {
  program: { type: 'string' },
  args: { type: 'string' },
  port: { type: 'string' },
  original: { type: 'boolean' },
  patience: { type: 'string' },
  pause: { type: 'string' },
  'longest-wait': { type: 'string' },
  'start-patience': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Paths are seen from `cwd`. Throws a `SyntaxError` with a sentence; undefined when help is asked for. */
export function readWish(args: readonly string[], cwd: string): Wish | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const [dialect, ...names] = positionals;
  if (dialect === undefined) throw new SyntaxError('DIALECT is missing.');
  if (values.program === undefined || values.program === '') throw new SyntaxError('--program PATH is missing.');
  return {
    dialect,
    program: {
      path: resolve(cwd, values.program),
      args: words(values.args ?? '{port}'),
      port: values.port === undefined ? undefined : number('--port', values.port, 65_535),
      startPatience: number('--start-patience', values['start-patience'] ?? '10000'),
    },
    original: values.original === true,
    patience: number('--patience', values.patience ?? '2000'),
    pause: number('--pause', values.pause ?? '20'),
    longestWait: number('--longest-wait', values['longest-wait'] ?? '30000'),
    names,
  };
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof flags; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function number(flag: string, text: string, most = 3_600_000): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= most) return Number(text);
  throw new SyntaxError(`${flag} takes a number up to ${most}, not ${JSON.stringify(text)}.`);
}

/** Words between blanks; what stands in quotes is one. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([whole, double, single]) => double ?? single ?? whole);
}
