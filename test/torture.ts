import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lostToPowerCuts } from './power-cut.ts';
import { killServers } from './torture-kills.ts';

const help = `Usage: npm run torture -- <what> <how often> [options]

Breaks the server again and again and looks whether its first promise holds: what anyone has seen is kept, exactly once,
in the order it was seen; nobody from before a crash is still present after it; no place in the order is given twice.

  kills N    a server in a process of its own, six people who talk, ask, hang up and come again over TCP, and SIGKILL
             at a moment given by chance; then the next start on the same directory. 20 kills a directory.
  cuts N     a server in this process on a disk that forgets what was not synced, looked at in the midst of a talk.
             20 cuts a directory.

  --seed S                     another course of chance (default: the time). The same seed makes the same people say
                               the same; when exactly the machine is hit varies.
  --durability strict|relaxed  for kills: the server's (default strict). Both must survive them.
  --keep                       keep the directory of a promise that was broken, and say where it is
  --help                       this text

Ends with 0 when all held, with 1 at the first that did not, and says what was seen and what is kept instead.

Examples:
  npm run torture -- kills 300
  npm run torture -- kills 50 --seed 7 --durability relaxed
  npm run torture -- cuts 1000
`;

const perDirectory = 20;

interface Wish {
  readonly what: 'kills' | 'cuts';
  readonly times: number;
  readonly seed: number;
  readonly durability: 'strict' | 'relaxed';
  readonly keep: boolean;
}

const options = { seed: { type: 'string' }, durability: { type: 'string' }, keep: { type: 'boolean' } } as const;

/** `undefined` when the arguments make no sense. */
function readWish(args: readonly string[]): Wish | undefined {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false });
  const [what, count, ...more] = positionals;
  const times = Number(count);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const { durability = 'strict', keep = false } = values;
  if (Object.keys(values).some((name) => !(name in options)) || typeof keep !== 'boolean') return undefined;
  if (what !== 'kills' && what !== 'cuts') return undefined;
  if (durability !== 'strict' && durability !== 'relaxed') return undefined;
  if (more.length > 0 || !Number.isSafeInteger(times) || times < 1 || !Number.isSafeInteger(seed)) return undefined;
  return { what, times, seed, durability, keep };
}

/** Resolves with one line that sums up. */
async function torture({ what, times, seed, durability }: Wish, dir: string): Promise<string> {
  if (what === 'cuts') {
    const lost = await lostToPowerCuts(dir, { seed, cuts: times, durability: 'strict' });
    if (lost.length > 0) throw new Error(`heard and not kept: ${lost.slice(0, 10).join(' | ')}`);
    return `${times} cuts: nothing heard was lost`;
  }
  const onKill = (nth: number, { kept, seen, answered }: { kept: number; seen: number; answered: number }): void =>
    console.log(`  kill ${nth}: ${seen} seen and ${answered} answered, all of them among ${kept} kept`);
  const { kept, seen, answered } = await killServers({ dir, kills: times, seed, durability, onKill });
  return `${times} kills: ${seen} seen and ${answered} answered, all of them among ${kept} kept`;
}

async function run(wish: Wish): Promise<number> {
  const { what, times, seed, keep } = wish;
  console.log(`${times} ${what}, seed ${seed}`);
  for (let done = 0; done < times; done += perDirectory) {
    const dir = mkdtempSync(join(tmpdir(), 'polylogue-torture-'));
    const round = { ...wish, times: Math.min(perDirectory, times - done), seed: seed + done };
    let broken = false;
    try {
      console.log(`${done + round.times} of ${times}: ${await torture(round, dir)}`);
    } catch (error) {
      broken = true;
      console.log(`BROKEN (seed ${round.seed}): ${error instanceof Error ? error.message : String(error)}`);
      if (keep) console.log(`The directory is ${dir}`);
      return 1;
    } finally {
      if (!broken || !keep) rmSync(dir, { recursive: true, force: true });
    }
  }
  console.log('All promises held.');
  return 0;
}

const args = process.argv.slice(2);
if (args.length === 0 || args.includes('--help')) {
  console.log(help);
} else {
  const wish = readWish(args);
  if (wish) process.exitCode = await run(wish);
  else {
    console.error(`${help}\nNot understood: ${args.join(' ')}`);
    process.exitCode = 64;
  }
}
