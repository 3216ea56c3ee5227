import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tsharkMissing } from '../capture/tshark.ts';
import { captureOf, latin1, type Played, shown, type Step, tshark } from './dissected.suite.ts';

const skip = await tsharkMissing();

const hello: Step = ['server', latin1('\0\x05HELLO')];
const cut: readonly Step[] = [
  ['client', latin1('\x01LISTSER')],
  ['client', latin1('VERS\x04')],
];

test('ports are claimed as the preferences say', { skip }, async () => {
  const played = [5000, 5010, 43_221].map((port): Played => ({ port, steps: [hello] }));
  assert.equal((await shown(played, [])).length, 1);
  assert.equal((await shown(played, [], ['-o', 'nick.ports:5000,5005-5010'])).length, 2);
  assert.equal((await shown(played, [], ['-o', 'nick.ports:'])).length, 0);
  assert.equal((await shown(played, [], ['-d', 'tcp.port==5010,nick'])).length, 2);
});

test('a port that is not claimed any more is HTTP again', { skip }, async () => {
  const capture = captureOf([{ port: 8080, steps: [['client', 'GET / HTTP/1.1\r\n\r\n']] }]);
  const layers = ['-T', 'fields', '-e', 'frame.protocols', '-Y', 'tcp.len > 0'];
  assert.match(await tshark(capture, layers), /:tcp:direct:http/);
  assert.match(await tshark(capture, [...layers, '-o', 'direct.ports:']), /:tcp:http/);
});

test('what is TLS or SSH on a claimed port is left to Wireshark', { skip }, async () => {
  const clientHello = latin1('\x16\x03\x01\0\x04\x01\0\0\0');
  const played: readonly Played[] = [
    { port: 43_221, steps: [['client', clientHello], hello] },
    { port: 4021, steps: [['server', 'SSH-2.0-OpenSSH_9.2\r\n']] },
  ];
  assert.deepEqual(await shown(played, []), []);
});

test('protocols are recognised on any port only where that is asked for', { skip }, async () => {
  const openings: Readonly<Record<string, Step>> = {
    tsam: ['client', latin1('\x01HELO,A5_1\x04')],
    chatroom: ['server', '604'.padEnd(1024)],
    nick: hello,
    direct: ['server', 'Welcome User1! You can now chat.\n'],
    pdu: ['client', '{"mtype": 6, "payload": {"id": 1}, "version": "1.0.0", "sz": 9}\n'],
  };
  const played = Object.values(openings).map((step, nth): Played => ({ port: 7001 + nth, steps: [step] }));
  assert.deepEqual(await shown(played, []), []);
  const all = Object.keys(openings).flatMap((name) => ['-o', `${name}.heuristic:TRUE`]);
  assert.deepEqual(await shown(played, [], all), [
    'HELO A5_1',
    'length 604',
    'HELLO',
    'Welcome User1! You can now chat.',
    'ping id 1',
  ]);
});

test(
  'what is not put together is said to be incomplete; what is left unfinished need not be told',
  { skip },
  async () => {
    const played: readonly Played[] = [
      { port: 4021, steps: [...cut, ['client', 'half a line'], ['client', 'fin', null]] },
    ];
    assert.deepEqual(await shown(played, [], ['-o', 'tsam.desegment:FALSE']), [
      '8 bytes, not whole  ! Not all of the message was captured or put together',
      'malformed frame  ! The frame has no beginning or no end',
      '11 bytes, not whole  ! Not all of the message was captured or put together',
    ]);
    assert.deepEqual(await shown(played, [], ['-o', 'polylogue.unfinished:FALSE']), ['LISTSERVERS']);
    assert.equal((await shown(played, [])).length, 2);
  },
);
