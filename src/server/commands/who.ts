import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { ask } from '#server/control/ask.ts';
import type { Person } from '#server/control/who.ts';
import { visible } from '#text/visible.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { answered, hasFields } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { printList } from './print-list.ts';

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
  const none = room === undefined ? 'Nobody is in the chat.' : `${visible(room)} has no members.`;
  const people = ask(dataDirectory(given), { kind: 'who', room });
  return printList(given, stdio, people, { read: answered(isPerson), cells: personCells, none });
}

/** `alice account operator owner of the server, 2 sessions`. */
export function personCells({ name, account, role, serverRole, sessions }: Person): readonly string[] {
  const kind = account ? 'account' : 'guest';
  const many = sessions === 0 ? 'away' : sessions === 1 ? 'here' : `here, ${sessions} sessions`;
  const server = serverRole === undefined ? '' : `${serverRole} of the server`;
  return [visible(name), kind, ...(role === undefined ? [] : [role]), many, server];
}

const isPerson = (value: unknown): value is Person => hasFields(value, 'id', 'name', 'account', 'sessions');
