import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { jsonLine } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';
import { standardOutput } from './standard-output.ts';

const about =
  'A server links to others when it was started with --peer, or with peers=yes in the URL of a tsam listener.\n' +
  'The changes of peer add and peer remove last until the server stops.';

export const peerListCommand: Command = {
  name: 'peer list',
  args: '',
  count: [0, 0],
  summary: 'list the tsam servers that the running server is linked to',
  about,
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue peer list'],
  run: (given, stdio) => reportingRefusals('peer list', stdio, () => list(given, stdio)),
};

export const peerAddCommand: Command = {
  name: 'peer add',
  args: 'ADDRESS',
  count: [1, 1],
  summary: 'link the running server to another tsam server',
  about,
  options: { json: doneJson, data: dataOption },
  examples: ['polylogue peer add tsam://10.0.0.7:4021', "polylogue peer add 'tsam://10.0.0.7:4021?group=71'"],
  run: (given, stdio) =>
    reportingRefusals('peer add', stdio, () =>
      change(given, stdio, 'peer-add', 'is now a peer; polylogue peer list shows whether it is linked.'),
    ),
};

export const peerRemoveCommand: Command = {
  name: 'peer remove',
  args: 'ADDRESS-OR-GROUP',
  count: [1, 1],
  summary: 'end the link to a server, and do not connect to it again',
  about: `${about} A server that connects to this one may link again.`,
  options: { json: doneJson, data: dataOption },
  examples: ['polylogue peer remove 10.0.0.7:4021', 'polylogue peer remove A5_71'],
  run: (given, stdio) =>
    reportingRefusals('peer remove', stdio, () => change(given, stdio, 'peer-remove', 'is no longer a peer.')),
};

async function change(given: Given, stdio: Stdio, kind: 'peer-add' | 'peer-remove', done: string): Promise<number> {
  const [name = ''] = given.positionals;
  await askAll(dataDirectory(given), { kind, name });
  return reportDone(given, stdio, { did: kind === 'peer-add' ? 'peer add' : 'peer remove', name }, [
    `${visible(name)} ${done}`,
  ]);
}

async function list(given: Given, stdio: Stdio): Promise<number> {
  const output = standardOutput(stdio.stdout);
  const items = await askAll(dataDirectory(given), { kind: 'peers' });
  if (items.length === 0 && given.values['json'] !== true)
    await output.write('No server is linked, and this server connects to none.\n');
  for (const item of items) {
    if (typeof item !== 'object' || item === null) throw new Error('the server sent an invalid peer');
    if (!(await output.write(given.values['json'] === true ? jsonLine(item) : rowOf(item)))) return 0;
  }
  await output.end();
  return 0;
}

const waitingNote = (waiting: unknown): readonly string[] =>
  typeof waiting !== 'number' || waiting === 0
    ? []
    : [waiting === 1 ? 'one message waits' : `${waiting} messages wait`];

/** `A5_71 10.0.0.7:4021 linked since 2026-11-20 21:31, leads to A5_99, 2 messages wait`. */
function rowOf(item: object): string {
  const text = (name: string): string => {
    const value: unknown = Reflect.get(item, name);
    return typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : '';
  };
  const since: unknown = Reflect.get(item, 'since');
  const leads: unknown = Reflect.get(item, 'leadsTo');
  const state = typeof since === 'number' ? `linked since ${minuteOf(since)}` : text('state');
  const notes = [
    state,
    ...(text('error') === '' ? [] : [text('error')]),
    ...(Array.isArray(leads) && leads.length > 0 ? [`leads to ${visible(leads.join(' '))}`] : []),
    ...waitingNote(Reflect.get(item, 'waiting')),
  ];
  return `${(text('group') || '?').padEnd(10)}  ${text('address').padEnd(22)}  ${notes.join(', ')}\n`;
}
