import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { latin1, type Played, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();

const hello: Step = ['server', latin1('\0\x05HELLO')];
const cut: readonly Step[] = [
  ['client', latin1('\x01LISTSER')],
  ['client', latin1('VERS\x04')],
];

/** Protocols on ports that are not theirs, each with how it begins. */
const openings: Readonly<Record<string, Step>> = {
  tsam: ['client', latin1('\x01HELO,A5_1\x04')],
  chatroom: ['server', '604'.padEnd(1024)],
  nick: hello,
  direct: ['server', 'Welcome User1! You can now chat.\n'],
  pdu: ['client', '{"mtype": 6, "payload": {"id": 1}, "version": "1.0.0", "sz": 9}\n'],
};

/** All connections are in one capture, since it is starting tshark that takes long. */
const played: Readonly<Record<string, Played>> = {
  'nick on 5000': { port: 5000, steps: [hello] },
  'nick on 5010': { port: 5010, steps: [hello] },
  'nick on its port': { port: 43_221, steps: [hello] },
  TLS: { port: 43_221, steps: [['client', latin1('\x16\x03\x01\0\x04\x01\0\0\0')], hello] },
  SSH: { port: 4021, steps: [['server', 'SSH-2.0-OpenSSH_9.2\r\n']] },
  HTTP: { port: 8080, steps: [['client', 'GET / HTTP/1.1\r\n\r\n']] },
  unfinished: { port: 4021, steps: [...cut, ['client', 'half a line'], ['client', 'fin', null]] },
  ...Object.fromEntries(
    Object.entries(openings).map(([name, step], nth) => [`${name} elsewhere`, { port: 7001 + nth, steps: [step] }]),
  ),
};

/** The rows of each connection that has any; of that with HTTP also the protocols. */
async function rowsWith(...options: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await shown(Object.values(played), ['tcp.stream', 'frame.protocols'], options);
  const parts = rows.map((row) => {
    const [, info = '', stream = '', protocols = '', experts = ''] =
      /^(.*?) {2}tcp\.stream=(\d+) {2}frame\.protocols=(\S+)(.*)$/.exec(row) ?? [];
    const name = Object.keys(played)[Number(stream)] ?? row;
    return [name, name === 'HTTP' ? protocols.replace(/^.*:tcp/, '') : info + experts] as const;
  });
  const found = Object.groupBy(parts, ([name]) => name);
  return Object.fromEntries(Object.entries(found).map(([name, each = []]) => [name, each.map(([, row]) => row)]));
}

test(
  'only the usual ports are claimed, and TLS and SSH on them left to Wireshark, if the preferences say nothing',
  { skip },
  async () => {
    assert.deepEqual(await rowsWith(), {
      'nick on its port': ['HELLO'],
      HTTP: [':direct:http'],
      unfinished: [
        'LISTSERVERS',
        '50007 → 4021 [FIN, ACK] Seq=25 Ack=1 Win=65535 Len=0' +
          '  ! The client began this in packet 40 and did not end it: 11 bytes',
      ],
    });
  },
);

test('other ports are claimed, or none, and what is not put together is said to be incomplete', { skip }, async () => {
  const options = ['-o', 'nick.ports:5000,5005-5010', '-o', 'direct.ports:', '-o', 'tsam.desegment:FALSE'];
  assert.deepEqual(await rowsWith(...options), {
    'nick on 5000': ['HELLO'],
    'nick on 5010': ['HELLO'],
    // A port that is not claimed any more is HTTP again.
    HTTP: [':http'],
    unfinished: [
      '8 bytes, not whole  ! Not all of the message was captured or put together',
      'malformed frame  ! The frame has no beginning or no end',
      '11 bytes, not whole  ! Not all of the message was captured or put together',
    ],
  });
});

test('a port can be decoded as ours, and what is left unfinished need not be told', { skip }, async () => {
  const options = ['-o', 'nick.ports:', '-d', 'tcp.port==5010,nick', '-o', 'polylogue.unfinished:FALSE'];
  assert.deepEqual(await rowsWith(...options), {
    'nick on 5010': ['HELLO'],
    HTTP: [':direct:http'],
    unfinished: ['LISTSERVERS'],
  });
});

test('protocols are recognised on any port only where that is asked for', { skip }, async () => {
  const all = Object.keys(openings).flatMap((name) => ['-o', `${name}.heuristic:TRUE`]);
  const found = await rowsWith(...all);
  const elsewhere = Object.keys(openings).map((name) => found[`${name} elsewhere`]);
  assert.deepEqual(elsewhere, [
    ['HELO A5_1'],
    ['length 604'],
    ['HELLO'],
    ['Welcome User1! You can now chat.'],
    ['ping id 1'],
  ]);
});
