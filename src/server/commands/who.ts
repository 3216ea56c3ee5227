import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { ask } from '#server/control/ask.ts';
import type { Person } from '#server/control/who.ts';
import { visible } from '#text/visible.ts';
import { inColumns } from './columns.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { hasFields, jsonLine, otherVersion } from './json-line.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';

export const whoCommand: Command = {
  name: 'who',
  args: '[ROOM]',
  count: [0, 1],
  summary: 'list who is in the chat, or the members of a room and their roles',
  about: '',
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue who', "polylogue who '#lobby'", "polylogue who '#lobby' --json"],
  run: (given, stdio) => reportingRefusals('who', stdio, () => listPeople(given, stdio)),
};

async function listPeople(given: Given, stdio: Stdio): Promise<number> {
  const [room] = given.positionals;
  // A shell treats an unquoted #lobby as a comment, but passes '' for an empty variable.
  if (room === '') throw new UsageError("ROOM is empty. In a shell a room's # must be quoted: '#lobby'.");
  const output = standardOutput(stdio.stdout);
  const people: Person[] = [];
  for await (const item of ask(dataDirectory(given), { kind: 'who', room })) {
    if (!isPerson(item)) throw otherVersion();
    if (given.values['json'] !== true) people.push(item);
    else if (!(await output.write(jsonLine(item)))) return 0;
  }
  for (const line of inColumns(people.map(personCells))) await output.write(`${line}\n`);
  await output.end();
  if (people.length === 0 && given.values['json'] !== true)
    say(stdio, room === undefined ? 'Nobody is here.' : 'It is empty.');
  return 0;
}

/** `alice account operator owner of the server, 2 sessions`. */
export function personCells({ name, account, role, serverRole, sessions }: Person): readonly string[] {
  const kind = account ? 'account' : 'guest';
  const many = sessions === 0 ? 'away' : sessions === 1 ? 'here' : `here, ${sessions} sessions`;
  const server = serverRole === undefined ? '' : `${serverRole} of the server`;
  return [visible(name), kind, ...(role === undefined ? [] : [role]), many, server];
}

const isPerson = (value: unknown): value is Person => hasFields(value, 'id', 'name', 'account', 'sessions');
