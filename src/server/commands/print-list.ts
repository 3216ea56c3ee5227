import type { Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { inColumns } from './columns.ts';
import { jsonLine } from './json-line.ts';
import { say } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';

export interface ListOptions<Row> {
  /** Checks one item of the answer. Throws `otherVersion`. */
  readonly read: (item: unknown) => Row;
  readonly cells: (row: Row) => readonly string[];
  /** The sentence on standard error for an empty list. */
  readonly none?: string;
}

/** Lists the items of an answer on standard output: in columns, or with `--json` as one object per line, as they come. */
export async function printList<Row>(
  given: Given,
  stdio: Stdio,
  items: AsyncIterable<unknown> | Iterable<unknown>,
  { read, cells, none }: ListOptions<Row>,
): Promise<number> {
  const output = standardOutput(stdio.stdout);
  const json = given.values['json'] === true;
  const rows: Row[] = [];
  for await (const item of items) {
    const row = read(item);
    if (!json) rows.push(row);
    else if (!(await output.write(jsonLine(row)))) return 0;
  }
  for (const line of inColumns(rows.map(cells), output.columns)) await output.write(`${line}\n`);
  await output.end();
  if (rows.length === 0 && !json && none !== undefined) say(stdio, none);
  return 0;
}
