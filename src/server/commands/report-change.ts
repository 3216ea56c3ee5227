import type { Given, Option } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { dataDirectory } from './data-directory.ts';
import { hasFields, jsonLine, otherVersion } from './json-line.ts';
import { say } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';

/** The option `--json` of commands that change something. */
export const doneJson: Option = { help: 'print what was done as one JSON object' };

/** What a command changes, for `--json`, without the server's answer. `did`: the command. */
export interface Change {
  readonly did: string;
  readonly [field: string]: unknown;
}

/** Requests a change, and reports it. Throws `CommandError`. Resolves with the exit code. */
export async function change(
  given: Given,
  stdio: Stdio,
  request: ControlRequest,
  what: Change,
  sentence: (answer: DoneAnswer) => string,
): Promise<number> {
  const items = await askAll(dataDirectory(given), request);
  const answer = Object.assign({}, ...items.filter((item) => hasFields(item)));
  if (!isDone(answer)) throw otherVersion();
  return reportDone(given, stdio, { ...what, ...answer }, [
    sentence(answer),
    ...(answer.sentence ? [answer.sentence] : []),
  ]);
}

/** A `DoneRecord`, with a `HitRecord` if it matches people. */
export interface DoneAnswer {
  readonly seq: number | null;
  readonly room?: string;
  readonly sentence?: string;
}

const isDone = (value: unknown): value is DoneAnswer =>
  hasFields(value, 'seq') && (!('sentence' in value) || typeof value.sentence === 'string');

/** With `--json` prints an object on standard output, otherwise sentences on standard error. */
export async function reportDone(
  given: Given,
  stdio: Stdio,
  what: Change,
  sentences: readonly string[],
): Promise<number> {
  if (given.values['json'] !== true) {
    for (const sentence of sentences) say(stdio, sentence);
    return 0;
  }
  const { sentence: _, ...shown } = what;
  const output = standardOutput(stdio.stdout);
  await output.write(jsonLine(shown));
  await output.end();
  return 0;
}

/** A time in JSON; null: none. */
export const isoTime = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
