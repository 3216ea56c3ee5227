import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ack, header } from '#dialects/chatroom/codec.ts';
import { usualKeys, seal } from '#dialects/chatroom/originals.suite.ts';
import { dissectorLua } from '#lab/dissector/dissector.ts';
import { latin1 } from '#lab/dissector/dissected.suite.ts';
import { usualPorts } from '#server/commands/dissector.ts';

const standIn = fileURLToPath(new URL('dissector/wireshark.lua', import.meta.url));
const keys = usualKeys();
const sealed = seal('s3cret', keys.shown);
const [fin, psh, ack4] = [1, 8, 16];

/** Writes on a connection: `<` by the server, `>` by the client; an empty one is a FIN. */
type Packet = readonly [port: number, from: '<' | '>', bytes: string | Uint8Array | undefined];

const packets: readonly Packet[] = [
  [4021, '>', latin1('\x01HELO,A5_1\x04\x01SENDMSG,bob,h')],
  [4021, '<', 'SERVERS,A5_1,127.0.0.1,58069;A5_2,::1,99999'],
  [4021, '>', latin1('\xc3\x04\x01KEEPALIVE\x04LOGIN,a,b\n')],
  [4021, '<', 'KEEPALIVE,99999999999999'],
  [4021, '>', latin1(`\x01${'x'.repeat(10_100)}`)],
  [4021, '>', latin1('x\x04\x01LEA')],
  [4021, '>', undefined],
  [9999, '<', header(keys.shown.length)],
  [9999, '>', ack(1)],
  [9999, '<', keys.shown],
  [9999, '>', Buffer.concat([header(3), Buffer.from('bob')])],
  [9999, '<', Buffer.concat([ack(1), ack(1)])],
  [9999, '>', Buffer.concat([header(sealed.length), sealed])],
  [9999, '<', ack(-1)],
  [9999, '>', latin1('99999999999999'.padEnd(1024))],
  [43_221, '<', latin1('\0\x05HELLO\0\x0a')],
  [43_221, '<', 'alice: hey'],
  [43_221, '>', 'NICK bob s3cret'],
  [43_221, '<', latin1('\0\x05READY')],
  [43_221, '>', latin1('h\xc3')],
  [43_221, '>', latin1('\xa9\0')],
  [8080, '>', latin1('\xff\xfb\x1fUser1 s3cret\n')],
  [8080, '<', 'Welcome User1! You can now chat.\n[bob #lobby] hi\n'],
  [8080, '>', '/register x\n#lobby: hi\n#lobby\nodd\n'],
  [55_667, '>', '{"mtype": 1, "payload": {"username": "u", "password": "p"}, "sz": 34}\n{"mtype": 3, "payl'],
  [55_667, '<', '{"mtype": 2, "payload": {"auth": 0, "id": 1.0}, "version": "1.0.0", "sz": 22}\n'],
  [55_667, '>', 'oad": {"id": -1, "time": 1795210681, "message": "\\ud83d\\ude00\\u0000"}}\n{"mtype": 1e3}\n[]\n'],
  [55_667, '<', '{"mtype": 5, "payload": {"error_code": 1e300, "id": 99999999999}}\n'],
];

const infos = [
  'HELO A5_1',
  'SERVERS, 2 entries',
  'SENDMSG to bob: h� | KEEPALIVE | LOGIN a',
  'KEEPALIVE, 99999999999999 waiting',
  'too long',
  'too long',
  '',
  'length 604',
  'ACK 1 (goes on)',
  'public key: 604 bytes',
  'length 3 | name: bob',
  'ACK 1 (goes on) | ACK 1 (a new name)',
  `length ${sealed.length} | password: sealed, ${sealed.length} bytes`,
  'ACK -1 (not taken)',
  'no length: 99999999999999',
  'HELLO',
  'alice: hey',
  'NICK bob',
  'READY',
  '',
  'hé␀',
  'telnet commands | name User1, with a password',
  'Welcome User1! You can now chat. | [bob #lobby] hi',
  '/register | #lobby: hi | leaves #lobby | odd',
  'login request u',
  'login response id 1.0',
  'chat 😀␀ | mtype 1000 | no PDU: []␊',
  'error 1e300',
];

function line([port, from, bytes]: Packet): string {
  const [source, target] = from === '<' ? [port, 50_001] : [50_001, port];
  const flags = ack4 + (bytes === undefined ? fin : psh);
  return `${port} ${source} ${target} ${flags} ${Buffer.from(bytes ?? '').toString('hex')}\n`;
}

/** Wireshark up to 4.2 has Lua 5.2; later versions have 5.4, which distinguishes integers. */
for (const lua of ['lua5.2', 'lua5.4']) {
  const missing = spawnSync(lua, ['-v']).error && `${lua} is not installed`;
  test(`the dissector runs in ${lua}`, { skip: missing ?? false }, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'polylogue-dissector-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'polylogue.lua');
    writeFileSync(file, dissectorLua({ version: '0.0.0', ports: usualPorts() }));
    const run = spawnSync(lua, [standIn, file], { input: packets.map(line).join(''), encoding: 'utf8' });
    assert.equal(run.stderr, '');
    assert.deepEqual(run.stdout.trimEnd().split('\n'), infos);
  });
}
