import { isRole } from '#chat/rights/rights.ts';
import type { Role } from '#chat/event.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { nearest } from '#text/nearest.ts';
import { dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { change, doneJson } from './report-change.ts';

const roles = ['owner', 'operator', 'voice', 'member'] as const satisfies readonly Role[];

export const roomRoleCommand: Command = {
  name: 'rooms role',
  args: 'ROOM NAME owner|operator|voice|member',
  count: [3, 3],
  summary: 'give a member of a room a role there, or remove it',
  about: `Owners give roles, open the history, rename and close the room; operators kick, ban, mute, invite, remove messages and
change settings; voice speaks where the room is moderated. "member" removes a role. NAME must be a member, present or away:
polylogue who ROOM. docs/rights.md has the whole table.`,
  options: { json: doneJson, data: dataOption },
  examples: ["polylogue rooms role '#seminar' alice owner", "polylogue rooms role '#seminar' bob member"],
  run: (given, stdio) => reportingRefusals('rooms role', stdio, () => giveRole(given, stdio)),
};

async function giveRole(given: Given, stdio: Stdio): Promise<number> {
  const [room = '', name = '', text = ''] = given.positionals;
  const role = readRole(text);
  const what = { did: 'rooms role', room, name, role };
  return change(given, stdio, { kind: 'room-role', room, name, role }, what, (answer) => {
    const place = answer.room ?? room;
    const already = answer.seq === null ? ' already' : '';
    return role === 'member'
      ? `${name} has no role in ${place}${already || ' now'}.`
      : `${name} is ${role} of ${place}${already || ' now'}.`;
  });
}

/** Throws `UsageError`. */
function readRole(text: string): Role {
  if (isRole(text)) return text;
  const meant = nearest(text, roles);
  throw new UsageError(
    `A role is owner, operator, voice or member, not ${quoted(text)}.${meant ? ` Did you mean ${meant}?` : ''}`,
  );
}
