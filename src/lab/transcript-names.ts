import { ANY_RUN } from './bytes.ts';
import type { Named, Pattern } from './bytes.ts';
import type { Line } from './transcript-line.ts';

/** A name, and the line (from 1) that defined it. */
interface Given {
  readonly at: number;
  used: boolean;
}

/** The names defined by the lines so far; refuses lines that send an undefined name. */
export class Names {
  readonly #given: Map<string, Given> = new Map();

  /** Takes the next line; throws a `SyntaxError` with a sentence if a name is not allowed there. */
  check(line: Line, at: number): void {
    if (line.kind === 'S') this.#hear(line.pattern, at);
    if (line.kind !== 'C') return;
    for (const place of line.bytes) {
      if (typeof place === 'number') continue;
      const given = this.#given.get(place.name);
      if (!given) throw new SyntaxError(`${written(place)} is unknown: nobody has heard it in an S: line before`);
      given.used = true;
    }
  }

  /** The first name that is never used again: it may be misspelt, and checks nothing. */
  unused(): { readonly at: number; readonly sentence: string } | undefined {
    for (const [name, { at, used }] of this.#given) {
      if (!used) return { at, sentence: `\\{${name}} does not stand anywhere else: for any bytes write \\*` };
    }
    return undefined;
  }

  #hear(pattern: Pattern, at: number): void {
    for (const [index, place] of pattern.entries()) {
      if (typeof place === 'number') continue;
      const given = this.#given.get(place.name);
      if (given) {
        given.used = true;
        continue;
      }
      const next = pattern[index + 1];
      if (next === undefined) throw new SyntaxError(`${written(place)} must be followed by what it stops at`);
      if (pattern[index - 1] === ANY_RUN || this.#isNew(next, place)) {
        throw new SyntaxError(`nobody can tell where ${written(place)} begins or ends: bytes must stand beside it`);
      }
      this.#given.set(place.name, { at, used: false });
    }
  }

  /** Matches any bytes, like the new name before it. */
  #isNew(place: Pattern[number], before: Named): boolean {
    if (typeof place === 'number') return place === ANY_RUN;
    return place.name !== before.name && !this.#given.has(place.name);
  }
}

const written = ({ name }: Named): string => `\\{${name}}`;
