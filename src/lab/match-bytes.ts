import { ANY_BYTE, ANY_RUN } from './bytes.ts';
import type { Pattern, Place } from './bytes.ts';

/** How far a pattern and the received bytes match; both positions are those of the first difference. */
export interface Match {
  /**
   * `whole`: the first `heard` bytes match the whole pattern. `part`: more bytes are needed. `differs`: it cannot
   * match.
   */
  readonly verdict: 'whole' | 'part' | 'differs';
  readonly expected: number;
  readonly heard: number;
  /** The bytes of the pattern's names; only if the result is `whole`. */
  readonly named?: ReadonlyMap<string, Uint8Array>;
}

/** A wildcard run, and the bytes it takes at present. */
interface Run {
  readonly at: number;
  readonly name: string | undefined;
  readonly begin: number;
  end: number;
}

/** Matches a pattern with the beginning of the received bytes. A repeated name matches the same bytes. */
export function match(pattern: Pattern, heard: Uint8Array): Match {
  const repeats = repeatsName(pattern);
  const runs: Run[] = [];
  const named = new Map<string, Uint8Array>();
  let [at, got] = [0, 0];
  let part: Match | undefined;
  while (at < pattern.length) {
    const place = pattern[at] ?? ANY_BYTE;
    if (isRun(place, named)) {
      const name = typeof place === 'number' ? undefined : place.name;
      // An earlier run need not be reconsidered, unless it is a name that is repeated here.
      if (!repeats) runs.length = 0;
      const run: Run = { at, name, begin: got, end: got + (name === undefined ? 0 : 1) };
      runs.push(run);
      [at, got] = take(run);
      if (got <= heard.length) continue;
    } else {
      const length = fits(place, heard, got, named);
      if (length !== 'differs' && length !== 'more') {
        at += 1;
        got += length;
        continue;
      }
      if (length === 'differs' && runs.length === 0) return part ?? { verdict: 'differs', expected: at, heard: got };
      if (length === 'more') {
        const from = runs.at(-1);
        part ??= { verdict: 'part', expected: from ? from.at + 1 : at, heard: from ? from.begin : got };
        if (!repeats) return part;
      }
    }
    const run = longer();
    if (!run) return part ?? { verdict: 'part', expected: at, heard: Math.min(got, heard.length) };
    [at, got] = take(run);
  }
  return { verdict: 'whole', expected: at, heard: got, ...(named.size > 0 ? { named } : {}) };

  /** Continues after a run of the present length. */
  function take({ at: place, name, begin, end }: Run): [at: number, got: number] {
    if (name !== undefined) named.set(name, heard.slice(begin, end));
    return [place + 1, end];
  }

  /** The last run that can take one more byte, extended by it. */
  function longer(): Run | undefined {
    for (let run = runs.at(-1); run; run = runs.at(-1)) {
      run.end += 1;
      if (run.end <= heard.length) return run;
      if (run.name !== undefined) named.delete(run.name);
      runs.pop();
    }
    return undefined;
  }
}

const isRun = (place: Place, named: ReadonlyMap<string, Uint8Array>): boolean =>
  typeof place === 'number' ? place === ANY_RUN : !named.has(place.name);

/** How many received bytes a place takes. `more`: it needs bytes that have not come. */
function fits(
  place: Place,
  heard: Uint8Array,
  got: number,
  named: ReadonlyMap<string, Uint8Array>,
): number | 'differs' | 'more' {
  if (typeof place === 'number') {
    if (got >= heard.length) return 'more';
    return place === ANY_BYTE || place === heard[got] ? 1 : 'differs';
  }
  const bytes = named.get(place.name) ?? new Uint8Array();
  const there = heard.subarray(got, got + bytes.length);
  if (there.some((byte, n) => byte !== bytes[n])) return 'differs';
  return there.length < bytes.length ? 'more' : bytes.length;
}

function repeatsName(pattern: Pattern): boolean {
  const names = pattern.flatMap((place) => (typeof place === 'number' ? [] : [place.name]));
  return new Set(names).size < names.length;
}
