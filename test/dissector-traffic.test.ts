import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { dissectorLua } from '#lab/dissector/dissector.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import { usualPorts } from '#server/commands/dissector.ts';
import { CapturedClient } from './captured-client.ts';
import { patiently } from './patiently.ts';
import { Served } from './served.ts';

const dialects: readonly Dialect[] = [tsam, chatroom, nick, direct, pdu];
const noTshark = await tsharkMissing();

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'polylogue-dissector-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A text of the last answer in the conversations. */
const lastWords = 'Client session not found';

/** A conversation on each dialect. */
async function talk({ ports }: Served): Promise<void> {
  const open = (dialect: Dialect): Promise<CapturedClient> =>
    CapturedClient.connect(ports[dialects.indexOf(dialect)] ?? 0);
  const alice = await open(nick);
  await alice.hears('HELLO');
  alice.write('NICK alice');
  await alice.hears('READY');
  const bob = await open(direct);
  bob.write('bob\n');
  await bob.hears('Welcome');
  bob.write('#lobby: hello from direct, naïve\n');
  await alice.hears('naïve');
  const carol = await open(tsam);
  carol.write('\x01LISTSERVERS\x04');
  await carol.hears('SERVERS');
  carol.write('\x01SENDMSG,alice,hello, from tsam\x04');
  await alice.hears('from tsam');
  const zoe = await OriginalClient.connect(() => connectTcp({ host: '127.0.0.1', port: ports[1] ?? 0 }));
  await zoe.comes('zoe', 's3cret');
  await zoe.history();
  await zoe.says('hello from chatroom');
  await alice.hears('from chatroom');
  await zoe.leaves();
  const user = await open(pdu);
  user.write('{"mtype": 7, "payload": {"supported_versions": ["1.2"]}, "version": "1.0.0", "sz": 31}\n');
  await user.hears('selected_version');
  user.write('{"mtype": 3, "payload": {"id": 9, "message": "x"}, "version": "1.0.0", "sz": 27}\n');
  await user.hears(lastWords);
  await Promise.all([alice.end(), bob.end(), carol.end(), user.end()]);
}

/** The output of tshark for the capture: the protocol, Info, and whether an answer is linked to its request. */
async function shown(folder: string, file: string, { ports }: Served): Promise<readonly string[]> {
  const lua = join(folder, 'polylogue.lua');
  writeFileSync(lua, dissectorLua({ version: '0.0.0', ports: usualPorts() }));
  const claims = dialects.flatMap(({ name }, nth) => ['-o', `${name}.ports:${ports[nth]}`]);
  const experts = ['_ws.lua.error', '_ws.malformed', '_ws.expert.group'];
  const answers = dialects.map(({ name }) => `${name}.time`);
  const columns = ['_ws.col.Protocol', '_ws.col.Info', ...experts, ...answers].flatMap((field) => ['-e', field]);
  const filter = ['-Y', `${dialects.map(({ name }) => name).join(' || ')} || _ws.lua.error`];
  const args = ['-n', '-2', '-X', `lua_script:${lua}`, '-r', file, ...claims, ...filter, '-T', 'fields', ...columns];
  const output = await runWireshark('tshark', args);
  return output
    .split('\n')
    .filter(Boolean)
    .flatMap((row) => {
      const [protocol, info = '', ...rest] = row.split('\t');
      assert.deepEqual(rest.slice(0, 2), ['', ''], row);
      const answer = rest.slice(3).some((time) => time !== '') ? ' (answer)' : '';
      // A packet may contain several messages; the network decides how many.
      return info.split(' | ').map((each) => `${protocol}: ${each}${answer}`);
    });
}

const expected: readonly RegExp[] = [
  /^nick: HELLO$/m,
  /^nick: NICK alice$/m,
  /^nick: READY \(answer\)$/m,
  /^direct: name bob$/m,
  /^direct: Welcome bob! You can now chat\. \(answer\)$/m,
  /^direct: #lobby: hello from direct, naïve$/m,
  /^nick: bob: hello from direct, naïve$/m,
  /^tsam: LISTSERVERS$/m,
  /^tsam: SERVERS, 1 entry \(answer\)$/m,
  /^tsam: SENDMSG to alice: hello, from tsam$/m,
  /^nick: \S+ \(to you\): hello, from tsam$/m,
  /^chatroom: public key: 604 bytes$/m,
  /^chatroom: name: zoe$/m,
  /^chatroom: ACK 1 \(a new name\)$/m,
  /^chatroom: password: sealed, 481 bytes$/m,
  /^chatroom: BM$/m,
  /^chatroom: hello from chatroom$/m,
  /^chatroom: EX$/m,
  /^pdu: version request \["1\.2"\]$/m,
  /^pdu: version response 1\.2 \(answer\)$/m,
  /^pdu: error disconnected: Client session not found \(answer\)$/m,
];

function assertShown(rows: readonly string[]): void {
  const text = rows.join('\n');
  for (const form of expected) assert.match(text, form);
}

test('the dissector shows all messages of our own captures', { skip: noTshark }, async (t) => {
  const folder = folderOf(t);
  const file = join(folder, 'all.pcapng');
  const choice = { file, limit: 1e9, dialects: undefined, addresses: 'real' } as const;
  const served = await Served.start(dialects, { capture: { file: choice, buffer: 0 } });
  {
    await using _served = served;
    await talk(served);
  }
  assertShown(await shown(folder, file, served));
});

test('the dissector shows real traffic over loopback', { skip: noTshark || cannotCapture() }, async (t) => {
  const folder = folderOf(t);
  const file = join(folder, 'loopback.pcapng');
  await using served = await Served.start(dialects);
  const dumpcap = spawn('dumpcap', ['-q', '-i', 'lo', '-f', portsOf(served), '-w', file], { stdio: 'pipe' });
  const closed = once(dumpcap, 'close');
  try {
    await patiently(begun(dumpcap), () => 'the beginning of the capture');
    await talk(served);
    await patiently(written(file), () => 'the end of the capture');
  } finally {
    dumpcap.kill('SIGINT');
    await closed;
  }
  assertShown(await shown(folder, file, served));
});

const portsOf = ({ ports }: Served): string => ports.map((port) => `tcp port ${port}`).join(' or ');

/** Resolves when it has opened the interface. */
async function begun(dumpcap: ChildProcess): Promise<void> {
  let said = '';
  for await (const piece of dumpcap.stderr ?? []) {
    said += String(piece);
    if (/^File: /m.test(said)) return;
  }
  throw new Error(`dumpcap has ended: ${said}`);
}

/** Resolves when the file holds all: dumpcap writes what it has caught a while later. */
async function written(file: string): Promise<void> {
  const holdsAll = (): boolean => readFileSync(file, 'latin1').includes(lastWords);
  const changes = watch(file);
  const next = (): Promise<unknown> => once(changes, 'change');
  for (let change = next(); !holdsAll(); change = next()) await change;
  changes.close();
}

/** Why capturing is impossible here; false: it is possible. */
function cannotCapture(): string | false {
  const { status } = spawnSync('dumpcap', ['-i', 'lo', '-a', 'duration:0', '-w', '/dev/null', '-q']);
  return status === 0 ? false : 'dumpcap may not capture on lo here';
}
