import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Peer } from '#link/link.ts';

import type { JournalEvent } from '../journal.ts';
import { tsamOriginalLog } from './original-log.ts';
import { encode } from './codec.ts';

const peer: Peer = { address: '127.0.0.1', port: 51_931 };
const at = new Date(2024, 9, 28, 13, 6, 10).getTime();
const { console, log } = tsamOriginalLog();
const came = (name: string): JournalEvent => ({ kind: 'came', peer, user: { id: 9, name }, session: 4, at });
const commanded = (text: string): JournalEvent => ({ kind: 'commanded', peer, session: 4, bytes: encode(text), at });
const answered = (text: string): JournalEvent => ({ kind: 'answered', peer, session: 4, bytes: encode(text), at });
const left: JournalEvent = { kind: 'left', peer, user: { id: 9, name: 'alice' }, session: 4, at };

test('server_log.txt has the lines of the original, and further ones', () => {
  assert.equal(log?.file, 'server_log.txt');
  assert.equal(log?.line(commanded('\x01LISTSERVERS\x04')), '[2024-10-28 13:06:10] Client 4: \x01LISTSERVERS\x04');
  assert.equal(log?.line(came('A5_4')), '[2024-10-28 13:06:10] Client 4 connected from 127.0.0.1:51931');
  assert.equal(log?.line(came('alice')), '[2024-10-28 13:06:10] Client 4 is alice');
  assert.equal(log?.line(left), '[2024-10-28 13:06:10] Client 4 disconnected');
  assert.equal(log?.line(answered('KEEPALIVE,0')), '[2024-10-28 13:06:10] To client 4: KEEPALIVE,0');
  assert.equal(log?.line({ kind: 'connected', peer, at }), undefined);
});

test('the console has the lines of the original, and those of the log', () => {
  assert.equal(console({ kind: 'listening', port: 4021, at }), 'Listening on port: 4021');
  assert.equal(console({ kind: 'connected', peer, at }), 'accept***');
  assert.equal(console(came('A5_4')), 'Client connected on server: 4');
  assert.equal(console(came('alice')), '[2024-10-28 13:06:10] Client 4 is alice');
  assert.equal(console(commanded('\x01LEAVE\x04')), '[2024-10-28 13:06:10] Client 4: \x01LEAVE\x04');
  assert.equal(console(answered('KEEPALIVE,0')), '[2024-10-28 13:06:10] To client 4: KEEPALIVE,0');
  assert.equal(console(answered('Error: Unknown command MSG.')), 'Unknown command from client:MSG');
  assert.equal(
    console(answered('Error: Invalid command format: missing SOH or EOT.')),
    'Invalid command format: missing SOH or EOT.',
  );
  assert.equal(console(left), 'Client closed connection: 4');
  assert.equal(console({ kind: 'stopping', at }), undefined);
});

test('no text can forge a line: only the framing bytes of commands are unchanged', () => {
  const head = '[2024-10-28 13:06:10] Client 4: ';
  assert.equal(log?.raw, '\x01\x04');
  assert.equal(
    log?.line(commanded('\x01SENDMSG,x,\x04\x01\n[2024-10-28 13:06:10] Client 9: forged\x1b\x04')),
    `${head}\x01SENDMSG,x,␄␁␊[2024-10-28 13:06:10] Client 9: forged␛\x04`,
  );
  assert.equal(log?.line(commanded('a line\x01\r')), `${head}a line␁␍`);
  assert.equal(log?.line(commanded('\x01')), `${head}␁`);
  assert.equal(log?.line(answered('\x01From x\ny\x04')), '[2024-10-28 13:06:10] To client 4: ␁From x␊y␄');
});
