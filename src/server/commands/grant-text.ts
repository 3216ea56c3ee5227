import type { GrantPurpose } from '#chat/rights/grant.ts';
import { type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { ask, askAll } from '#server/control/ask.ts';
import type { GrantRequest } from '#server/control/grant-request.ts';
import type { GrantRecord } from '#server/control/grants.ts';
import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import { dataDirectory } from './data-directory.ts';
import { answered, hasFields, jsonLine } from './json-line.ts';
import { say } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';
import { printList } from './print-list.ts';

/** Reads the server's answer. Throws `CommandError`. */
const isGrant = (value: unknown): value is GrantRecord =>
  hasFields(value, 'id', 'purpose', 'account', 'label', 'scopes', 'until', 'at', 'by', 'used');

export const grantOf: (value: unknown) => GrantRecord = answered(isGrant);

/**
 * `17 alice Firefox on Linux used 2026-11-28 until 2027-02-26`, with the room or the scopes where there are some.
 */
export function grantCells(grant: GrantRecord): readonly string[] {
  const { id, purpose, account, label, scopes, room = '', until, used } = grant;
  const what = purpose === 'webhook' ? [visible(room)] : purpose === 'bot' ? [scopes.join()] : [];
  return [
    String(id),
    visible(account),
    visible(label),
    ...what,
    used === null ? 'not used yet' : `used ${dayOf(used)}`,
    until === null ? 'without an end' : `until ${minuteOf(Date.parse(until))}`,
  ];
}

/** The last use is stored with a precision of one day. */
const dayOf = (time: string): string => minuteOf(Date.parse(time)).slice(0, 'yyyy-mm-dd'.length);

/** Lists grants on standard output. `none`: the sentence for an empty list. */
export function listGrants(
  given: Given,
  stdio: Stdio,
  request: GrantRequest & { kind: 'grants' },
  none: string,
): Promise<number> {
  return printList(given, stdio, ask(dataDirectory(given), request), { read: grantOf, cells: grantCells, none });
}

/** Prints the code on standard output, and notes on its use on standard error. */
export async function tellGrant(
  given: Given,
  stdio: Stdio,
  grant: GrantRecord,
  notes: readonly string[],
): Promise<number> {
  const output = standardOutput(stdio.stdout);
  await output.write(given.values['json'] === true ? jsonLine(grant) : `${grant.code ?? ''}\n`);
  await output.end();
  if (given.values['json'] !== true) for (const note of notes) say(stdio, note);
  return 0;
}

/** Removes a grant by its number. */
export async function removeGrant(given: Given, stdio: Stdio, purpose: GrantPurpose): Promise<number> {
  const [text = ''] = given.positionals;
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new UsageError(`ID is a number, from polylogue ${purpose} list, not ${quoted(text)}.`);
  }
  await askAll(dataDirectory(given), { kind: 'grant-revoke', purpose, id: Number(text) });
  if (given.values['json'] === true) await writeJson(stdio, { id: Number(text), removed: true });
  else say(stdio, `The code of ${purpose} ${text} is revoked.`);
  return 0;
}

export async function writeJson({ stdout }: Stdio, value: object): Promise<void> {
  const output = standardOutput(stdout);
  await output.write(jsonLine(value));
  await output.end();
}
