import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import type { Side } from '../capture/tcp-conversation.ts';
import { captureOf, latin1, type Played, type Step, tshark } from './dissected.suite.ts';
import { plays } from '../../../test/plays.ts';
import { usualPorts } from '#server/commands/dissector.ts';

const skip = await tsharkMissing();
const padded = (number: string, length: number): string => number.padEnd(length);

/** Pieces of all the protocols, one character a byte. */
const pieces: readonly string[] = [
  ...[
    '\x01',
    '\x04',
    '\x10',
    '\n',
    '\r\n',
    ',',
    ' ',
    '\0',
    ':',
    ';',
    '"',
    '[',
    '{',
    '}',
    '\\u',
    '\xc3',
    '\xa9',
    '\xff',
  ],
  ...['LISTSERVERS', 'SENDMSG,', 'A5_1,', 'SERVERS,A5_1,127.0.0.1,58069', '50932A5_1,1,2', 'From a: ', 'Error: '],
  ...['KEEPALIVE,3', 'STATUSRESP,A5_43,uptime=1;A5_1,1.2.3.4,5,6', 'LOGIN,a,b', 'You are bob now.', 'GETMSGS'],
  ...[padded('1', 64), padded('-1', 64), padded('604', 1024), padded('3', 1024), padded('5', 64), padded('4', 64)],
  ...[padded('99999999999999999', 64), 'BM', 'PM', 'CH', 'EX', '\x80\x04]\x94.', '\x8c\x03bob\x94a.', 'AAAA;AAAA'],
  ...['LS0tLS1CRUdJTiBQVUJMSUMg', '\0\x05HELLO', '\0\x05READY', '\0\x05RETRY', 'NICK', 'bob', 'BYE', '/msg a b'],
  ...[
    '/register x',
    '/set #a key',
    '\0\x0aalice: hey',
    '\xff\xff',
    'Th',
    'Welcome bob! You can now chat.\n',
    '[a] x',
    '[a #b] ',
  ],
  ...['#lobby:', '#lobby', '\xff\xfb\x1f', '\xff\xfa', '\xff\xf0', '\xef\xbb\xbf', '\xf0\x9f\x98\x80', '{"mtype": '],
  ...[
    '3',
    '"payload": {',
    '"id": 1',
    '"message": "',
    'd83d',
    '['.repeat(40),
    '1e999',
    'NaN',
    '"sz": 5',
    ' '.repeat(64),
  ],
  '{"mtype": 1, "payload": {"username": "u", "password": "p"}, "version": "1.0.0", "sz": 3}\n',
  '{"mtype": 3, "ref": 1, "payload": {"to": "b"}}\n',
  '{"mtype": 5, "payload": {"id": 1.0, "error_code": 99999999999999999999, "message": 3}, "sz": -4}',
  'x'.repeat(2500),
];

const side = fc.constantFrom<Side>('client', 'server');
const written = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary-ascii', maxLength: 4 })), {
  minLength: 1,
  maxLength: 5,
});
const step = fc.oneof(
  { arbitrary: fc.tuple(side, written), weight: 20 },
  { arbitrary: fc.tuple(side, fc.constantFrom('fin' as const, 'rst' as const)), weight: 1 },
);
const openings: Readonly<Record<number, Step>> = {
  [usualPorts().chatroom]: ['server', padded('604', 1024)],
  [usualPorts().nick]: ['server', latin1('\0\x05HELLO')],
};
interface Drawn {
  readonly port: number;
  readonly steps: readonly (readonly [Side, readonly string[] | 'fin' | 'rst'])[];
  readonly joined: boolean;
  readonly opened: boolean;
}

const connection: fc.Arbitrary<Drawn> = fc.record({
  port: fc.constantFrom(...Object.values(usualPorts())),
  steps: fc.array(step, { maxLength: 25 }),
  joined: fc.boolean(),
  opened: fc.boolean(),
});

function played({ port, steps, joined, opened }: Drawn): Played {
  const opening = openings[port];
  const rest = steps.map(([from, what]): Step => {
    return typeof what === 'string' ? [from, what, null] : [from, latin1(what.join(''))];
  });
  return { port, joined, steps: opening && opened ? [opening, ...rest] : rest };
}

const settings: Readonly<Record<string, readonly string[]>> = {
  'as it is': [],
  'seen twice, without PSH': ['-2', ...['tsam', 'nick', 'direct'].flatMap((name) => ['-o', `${name}.psh:FALSE`])],
  'segment by segment': ['-o', 'tcp.desegment_tcp_streams:FALSE'],
  // Without direct, port 8080 would be HTTP's, which calls most of this malformed.
  'recognised on any port': Object.keys(usualPorts()).flatMap((name) =>
    name === 'direct' ? [] : ['-o', `${name}.heuristic:TRUE`, '-o', `${name}.ports:`],
  ),
};

const capture = captureOf(fc.sample(connection, { numRuns: plays(100), seed: 12 }).map(played));

for (const [name, options] of Object.entries(settings)) {
  test(`no bytes make the dissector fail: ${name}`, { skip }, async () => {
    const fields = ['_ws.lua.error', '_ws.malformed', '_ws.expert.message'].flatMap((field) => ['-e', field]);
    const output = await tshark(capture, ['-T', 'fields', ...fields, ...options]);
    assert.deepEqual(output.match(/.*(?:Lua|[Mm]alformed|[Bb]ug|\bstray\b).*/g) ?? [], []);
  });
}
