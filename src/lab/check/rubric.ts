/** Points for one check, or for several together. */
export interface RubricLine {
  /** Its name in a report: the id of a single check, or the name of the group. */
  readonly name: string;
  readonly checks: readonly string[];
  readonly points: number;
}

export type Rubric = readonly RubricLine[];

/** The rubric cannot be read; the message names the line. */
export class RubricError extends Error {
  override readonly name = 'RubricError';
}

const checkLine = /^(?<id>[a-z0-9-]+)\s*=\s*(?<points>\d+(?:\.\d+)?)$/;
const groupLine = /^group\s+"(?<name>[^"]{1,80})"\s*(?:=\s*(?<points>\d+(?:\.\d+)?)\s*)?,\s*(?<how>all|each)$/;
const bareLine = /^[a-z0-9-]+$/;
const maxLines = 1000;

/**
 * Reads a rubric file. `known`: the ids of the checks in this run; `where`: a name for the run. Throws `RubricError`.
 *
 *     hello = 2                        points for one check
 *     group "Leaving" = 4, all         4 points when all checks below pass, otherwise none
 *       bye
 *       name-free-after-bye
 *     group "Disturbances" = 6, each   6 points, shared equally among the checks below
 *       hangs-up
 *       cut-off
 *     # a comment
 */
export function parseRubric(text: string, known: ReadonlySet<string>, where = ''): Rubric {
  const rows = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (rows.length > maxLines) throw new RubricError(`a rubric has at most ${maxLines} lines.`);
  const reader = new RubricReader(known, where);
  for (const [index, row] of rows.entries()) reader.row(row, index + 1);
  const lines = reader.end();
  if (lines.length === 0) throw new RubricError('the rubric gives no points.');
  return lines;
}

interface Group {
  readonly name: string;
  readonly points: number;
  readonly how: string;
  /** Its line. */
  readonly at: number;
  readonly checks: string[];
}

class RubricReader {
  readonly #known: ReadonlySet<string>;
  readonly #where: string;
  readonly #lines: RubricLine[] = [];
  readonly #seen = new Set<string>();
  #group: Group | undefined;

  constructor(known: ReadonlySet<string>, where: string) {
    this.#known = known;
    this.#where = where;
  }

  row(row: string, at: number): void {
    const line = row.replace(/#.*$/, '').trim();
    // An empty line ends a group; a comment does not.
    if (row.trim() === '') return this.#endGroup();
    if (line === '') return;
    const single = checkLine.exec(line)?.groups;
    const begins = groupLine.exec(line)?.groups;
    if (begins) {
      this.#endGroup();
      const { name = '', points = '', how = '' } = begins;
      if (points === '') throw new RubricError(`line ${at}: the group has no points: group "${name}" = 4, ${how}`);
      this.#group = { name, points: Number(points), how, at, checks: [] };
    } else if (single) {
      this.#endGroup();
      const { id = '', points = '' } = single;
      this.#take(id, at);
      this.#lines.push({ name: id, checks: [id], points: Number(points) });
    } else if (bareLine.test(line) && this.#group) {
      this.#take(line, at);
      this.#group.checks.push(line);
    } else {
      const forms = 'ID = POINTS, group "NAME" = POINTS, all, or below a group an ID alone';
      throw new RubricError(`line ${at}: ${JSON.stringify(line.slice(0, 80))} cannot be read. A line is ${forms}.`);
    }
  }

  end(): readonly RubricLine[] {
    this.#endGroup();
    return this.#lines;
  }

  #take(id: string, at: number): void {
    if (!this.#known.has(id))
      throw new RubricError(`line ${at}: there is no check "${id}"${this.#where}. --list shows all ids.`);
    if (this.#seen.has(id)) throw new RubricError(`line ${at}: "${id}" has points already.`);
    this.#seen.add(id);
  }

  #endGroup(): void {
    if (!this.#group) return;
    const { name, points, how, checks, at } = this.#group;
    if (checks.length === 0) throw new RubricError(`line ${at}: no checks stand below the group "${name}".`);
    if (how === 'all') this.#lines.push({ name, checks, points });
    else {
      const each = points / checks.length;
      for (const id of checks) this.#lines.push({ name: `${name}: ${id}`, checks: [id], points: each });
    }
    this.#group = undefined;
  }
}

export interface Grade {
  readonly points: number;
  readonly of: number;
  readonly lines: readonly (RubricLine & { readonly got: number })[];
}

/** `passed`: the ids of the checks that passed. */
export function grade(rubric: Rubric, passed: ReadonlySet<string>): Grade {
  const lines = rubric.map((line) => ({ ...line, got: line.checks.every((id) => passed.has(id)) ? line.points : 0 }));
  const sum = (numbers: readonly number[]): number => Math.round(100 * numbers.reduce((a, b) => a + b, 0)) / 100;
  return { points: sum(lines.map(({ got }) => got)), of: sum(lines.map(({ points }) => points)), lines };
}
