import { type Command, type Given, textOf } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { dataOption } from './data-directory.ts';
import { placeOf } from './list-commands.ts';
import { reportingRefusals } from './report-refusals.ts';
import { change, doneJson } from './report-change.ts';

export const kickCommand: Command = {
  name: 'kick',
  args: 'NAME [ROOM]',
  count: [1, 2],
  summary: 'remove somebody from the server, or from a room',
  about: `Without ROOM, all sessions of that user end. They may come back, unless they are banned: polylogue ban.`,
  options: { reason: { value: 'TEXT', help: 'shown to the person' }, json: doneJson, data: dataOption },
  examples: ["polylogue kick bob --reason 'one more time, and you are banned'", "polylogue kick bob '#lobby'"],
  run: (given, stdio) => reportingRefusals('kick', stdio, () => kick(given, stdio)),
};

async function kick(given: Given, stdio: Stdio): Promise<number> {
  const [name = '', room] = placeOf(given);
  const reason = textOf(given.values, 'reason');
  const what = { did: 'kick', name, room, reason };
  return change(
    given,
    stdio,
    { kind: 'kick', name, room, reason },
    what,
    () => `${name} was removed from ${room ?? 'the server'}.`,
  );
}
