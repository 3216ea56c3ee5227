import { parseArgs } from 'node:util';
import type { Attack } from './attack.ts';
import { attacks } from './attacks.ts';
import { killAll, pinned } from './children.ts';
import type { Figures } from './figures.ts';
import { aimsInWords, missed } from './judge.ts';
import { preparedData } from './prepared-data.ts';
import { play } from './run.ts';
import { removeDirectories } from './server.ts';
import { heading, result, rowsOf } from './table.ts';

const width = Math.max(...attacks.map(({ name }) => name.length)) + 2;

const hostileHelp = `npm run bench -- hostile [--only NAME]… [--json]

Plays attacks against servers of its own, a new one for each, and tells how two honest people fare meanwhile who write to
each other 50 times a second: 3 s quiet, 8 s under attack. Everything is on loopback, the server on one core, all others on
another. A second pair comes from the attackers' own address: it is shown and not judged. At last, while the attack goes on, the
server is told to stop by two SIGTERMs. A full run takes eight minutes.

Options
  --only NAME    this attack and no other; may be given several times
  --json         a line of JSON for each attack, with all figures, in place of the table
  --help         this text

Exits with 1 when an aim is missed.
${aimsInWords}.

Attacks
${attacks.map(({ name, about }) => `  ${name.padEnd(width)}${about}`).join('\n')}
`;

interface Chosen {
  readonly attacks: readonly Attack[];
  readonly json: boolean;
}

/** Resolves with the exit code. */
export async function runHostile(args: readonly string[]): Promise<number> {
  const chosen = choose(args);
  if (typeof chosen === 'string') {
    const asked = chosen === hostileHelp;
    (asked ? process.stdout : process.stderr).write(chosen);
    return asked ? 0 : 64;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => give(signal));
  try {
    return await playAll(chosen);
  } finally {
    killAll();
    removeDirectories();
  }
}

/** A string: print this instead. */
function choose(args: readonly string[]): Chosen | string {
  const options = {
    only: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return hostileHelp;
    const unknown = values.only?.find((name) => !attacks.some((attack) => attack.name === name));
    if (unknown !== undefined) return `There is no attack ${JSON.stringify(unknown)}. --help lists them.\n`;
    const { only = attacks.map(({ name }) => name), json = false } = values;
    return { attacks: attacks.filter(({ name }) => only.includes(name)), json };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n`;
  }
}

/** Ends as the signal would, after cleaning up. */
function give(signal: NodeJS.Signals): void {
  killAll();
  removeDirectories();
  process.kill(process.pid, signal);
}

async function playAll({ attacks: chosen, json }: Chosen): Promise<number> {
  if (!pinned) process.stderr.write('note: no taskset, or one core: server and attackers share their cores\n');
  const data = await preparedData();
  const played: [Figures, readonly string[]][] = [];
  for (const attack of chosen) {
    const figures = await play(attack, data);
    const failed = missed(figures);
    played.push([figures, failed]);
    if (json) process.stdout.write(`${JSON.stringify({ ...figures, missed: failed })}\n`);
    else tell(figures, failed);
  }
  if (!json) printTable(played);
  return played.some(([, failed]) => failed.length > 0) ? 1 : 0;
}

/** The progress, on standard error. */
function tell({ attack, attackers }: Figures, failed: readonly string[]): void {
  const counted = Object.entries(attackers).map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  const text = result(failed, process.stderr.isTTY);
  process.stderr.write(`${attack.padEnd(width)}${text}   (${counted.join(', ')})\n`);
}

function printTable(played: readonly (readonly [Figures, readonly string[]])[]): void {
  const colours = process.stdout.isTTY;
  const rows = played.map(([figures, failed]) => rowsOf(figures, failed, colours));
  process.stdout.write(`${[heading, ...rows, '', aimsInWords].join('\n')}\n`);
}
