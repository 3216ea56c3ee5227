import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The parts of V8's format that are read here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** In µs, from the machine's monotonic clock. */
  readonly startTime: number;
  readonly samples: readonly number[];
  /** In µs. */
  readonly timeDeltas: readonly number[];
}

/** A longer time between two samples, in µs, belongs to no function. */
const longest = 20_000;
const unseen = '(unseen)';

/**
 * The functions in which the main thread spent most time since a moment (`process.hrtime`, in µs), as lines of text.
 */
export function topFunctions(dir: string, since: number, count: number): string {
  // CPU.date.time.pid.thread.nth.cpuprofile
  const file = readdirSync(dir).find((name) => name.split('.')[4] === '0');
  if (file === undefined) throw new Error(`there is no profile in ${dir}`);
  const profile: Profile = JSON.parse(readFileSync(join(dir, file), 'utf8'));
  const times = selfTimes(profile, since);
  const idle = times.get('(idle)') ?? 0;
  times.delete('(idle)');
  times.delete(unseen);
  const busy = times.values().reduce((sum, time) => sum + time, 0);
  const rows = [...times].sort(([, a], [, b]) => b - a).slice(0, count);
  const ms = (us: number): string => (us / 1000).toFixed(0).padStart(8);
  const share = (us: number): string => `${((100 * us) / busy).toFixed(1)} %`.padStart(8);
  return [
    `the server's main thread: ${ms(busy).trim()} ms busy, ${ms(idle).trim()} ms idle; ${join(dir, file)}`,
    '      ms    share   function, by itself',
    ...rows.map(([name, us]) => `${ms(us)} ${share(us)}   ${name}`),
    '',
  ].join('\n');
}

/** In µs, by function and place. */
function selfTimes({ nodes, startTime, samples, timeDeltas }: Profile, since: number): Map<string, number> {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const name = functionName || '(anonymous)';
      return [id, url === '' ? name : `${name}   ${placeOf(url)}:${lineNumber + 1}`];
    }),
  );
  const times = new Map<string, number>();
  let at = startTime;
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    at += delta;
    if (at < since) continue;
    const name = delta > longest && names.get(id) !== '(idle)' ? unseen : (names.get(id) ?? unseen);
    times.set(name, (times.get(name) ?? 0) + delta);
  }
  return times;
}

const placeOf = (url: string): string => /(?:\/src\/|^node:)(.*)$/.exec(url)?.[0].replace(/^\//, '') ?? basename(url);
