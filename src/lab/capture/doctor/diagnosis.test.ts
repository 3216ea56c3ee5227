import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { CaptureEncoder } from '#lab/capture/capture-encoder.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import { writeTranscriptCapture } from '#lab/capture/transcripts/from-transcript.ts';
import { parseTranscript } from '#lab/transcript.ts';

import { type Diagnosis, diagnose } from './diagnosis.ts';
import { plainReport, reportLines } from './report.ts';
import { reportValue } from './report-json.ts';

const began = 1_790_000_000_000_000_000n;
const second = 1_000_000_000n;

/** `C: text` and `S: text`, each a second after the one before; one list a client. */
type Script = readonly string[];

function captured(
  scripts: readonly Script[],
  options: { udp?: boolean; host?: string; port?: number; gap?: bigint } = {},
): Buffer {
  const { udp = false, host = '127.0.0.1', port = 9000, gap = second } = options;
  const encoder = new CaptureEncoder(pcapngFormat());
  const parts = [encoder.head({ program: 'test', comment: '' }), encoder.interface({ name: 'lo' })];
  const server = { address: host, port };
  for (const [nth, script] of scripts.entries()) {
    let now = began + BigInt(nth);
    const client = { address: host, port: 50_000 + nth };
    if (!udp) parts.push(encoder.opened(String(nth), now, 0, { client, server }));
    for (const line of script) {
      const from: Side = line.startsWith('C') ? 'client' : 'server';
      const payload = Buffer.from(line.slice(3), 'latin1');
      const [source, destination] = from === 'client' ? [client, server] : [server, client];
      now += gap;
      parts.push(
        udp
          ? encoder.datagram(now, 0, { source, destination, from, payload })
          : encoder.bytes(String(nth), now, from, payload),
      );
    }
    if (!udp) parts.push(encoder.finished(String(nth), now, 'client'), encoder.finished(String(nth), now, 'server'));
  }
  return Buffer.concat(parts);
}

suite('what is in a capture', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polylogue-doctor-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const found = async (bytes: Buffer): Promise<Diagnosis> => {
    const path = join(folder, 'x.pcapng');
    await writeFile(path, bytes);
    const diagnosis = await diagnose(path);
    assert.ok(!('unreadable' in diagnosis));
    // They must be able to say it, whatever it is.
    JSON.stringify(reportValue('x', diagnosis));
    reportLines('x', diagnosis, plainReport, true);
    return diagnosis;
  };

  const unlike: Readonly<Record<string, readonly string[]>> = {
    // A notebook speaks to a listener, and nobody answers.
    direct: ['notebook.txt'],
    // Lengths of messages with times are not written down, so they are wrong in a capture of it.
    nick: ['messages.txt', 'operators.txt'],
  };

  for (const dialect of ['tsam', 'chatroom', 'nick', 'direct', 'pdu'] as const) {
    test(`${dialect} is known by what is said, in all transcripts of it`, async () => {
      const transcripts = fileURLToPath(new URL(`../../../dialects/${dialect}/transcripts`, import.meta.url));
      const names = readdirSync(transcripts, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.txt'),
      );
      const wrong: string[] = [];
      for (const name of names) {
        const transcript = parseTranscript(readFileSync(join(transcripts, name), 'utf8'), name);
        const parts: Uint8Array[] = [];
        const portOf = (spoken: string): number => (spoken === dialect ? 7000 : 7001);
        writeTranscriptCapture({
          transcript,
          format: pcapngFormat(),
          program: 'test',
          start: began,
          portOf,
          write: (bytes) => parts.push(bytes),
        });
        const { chats } = await found(Buffer.concat(parts));
        if (!chats.some((chat) => chat.dialect === dialect && chat.server.port === 7000)) wrong.push(name);
      }
      assert.deepEqual(wrong, unlike[dialect] ?? []);
    });
  }

  test('pdu 2.0 is known from the middle of a conversation, and by its version, with who it is', async () => {
    const event = 'S: {"mtype":22,"payload":{"kind":"message","text":"hi"}}\n';
    const versions = [
      'C: {"mtype":7,"payload":{"supported_versions":["2.0"]}}\n',
      'S: {"mtype": 8, "payload": {"selected_version": "2.0"}}\n',
    ];
    const { chats } = await found(
      captured([
        ['C: {"mtype":20,"payload":{"to":"#lobby","active":true}}\n', event],
        [...versions, 'C: {"mtype":1,"payload":{"name":"alice"}}\n', event],
      ]),
    );
    const [chat] = chats;
    assert.ok(chat?.dialect === 'pdu');
    assert.deepEqual(
      chat.conversations.map(({ who, because }) => [who, because?.includes('in version 2.0')]),
      [
        [undefined, false],
        ['alice', true],
      ],
    );
  });

  test('a name is what the client sends as its own; what is masked, or empty, is none', async () => {
    const ofNick = (...sent: string[]): Script => ['S: \0\x05HELLO', ...sent, 'S: \0\x05READY'];
    const { chats } = await found(
      captured([ofNick('C: NICKalice'), ofNick('C: NICK '), ofNick('C: NICK********'), ofNick('C: NICK bob *****')]),
    );
    assert.deepEqual(
      chats.flatMap(({ conversations }) => conversations.map(({ who }) => who)),
      ['alice', undefined, undefined, 'bob'],
    );
    const login = await found(captured([['C: \x01LOGIN,carol,******\x04', 'S: \x01You are carol now.\x04']]));
    assert.equal(login.chats[0]?.conversations[0]?.who, 'carol');
  });

  const pickle = '\x80\x04\x95\x0b\0\0\0\0\0\0\0\x8c\x07hi carl\x94.';
  const homeMade: Readonly<Record<string, readonly Script[]>> = {
    'lines, ended by LF': [
      ['C: alice\n', 'S: hello alice\n', 'C: good evening\n'],
      ['C: bob\n', 'S: alice: good evening\n'],
    ],
    'lines, ended by CR LF': [['C: alice\r\n', 'S: hi\r\n']],
    'text without line ends': [['S: NICK', 'C: alice', 'S: alice joined!', 'C: alice: hi']],
    'JSON, one object a message': [['C: {"type": "login", "user": "a"}', 'S: {"ok": true}']],
    'a length padded to 10 characters, then the text': [['C: 5         alice', 'S: 2         hi', 'C: 3         you']],
    'a length of 4 bytes, most significant first, then the text': [
      ['C: \0\0\0\x05alice', 'S: \0\0\0\x02hi', 'C: \0\0\0\x03you'],
    ],
    'a length of 2 bytes, least significant first, then the text': [['C: \x05\0alice', 'S: \x02\0hi', 'C: \x03\0you']],
    'Python objects (pickle)': [[`C: ${pickle}`, `S: ${pickle}`]],
    'encrypted messages (Fernet tokens)': [[`C: gAAAAA${'x_-9'.repeat(20)}`, `S: gAAAAA${'y_-8'.repeat(20)}`]],
    'text between control characters': [['C: \x01\x05alice', 'S: \x02\x02hello', 'C: \x02\x05how are you']],
    'text without line ends, in an 8-bit encoding': [
      ['C: \xf9\xec\xe5\xed \xf2\xe5\xec\xed', 'S: \xf9\xec\xe5\xed \xeb\xed'],
    ],
    IRC: [['C: NICK a\r\nUSER a 0 * :a\r\n', 'S: :srv 001 a :Welcome\r\n']],
  };
  test('home-made chats, and how their messages are told apart', async () => {
    for (const [wire, scripts] of Object.entries(homeMade)) {
      const { chats } = await found(captured(scripts));
      assert.deepEqual(
        chats.map((chat) => [chat.dialect, chat.wire]),
        [[undefined, wire]],
      );
    }
    const { chats } = await found(captured(homeMade['lines, ended by LF'] ?? []));
    assert.equal(chats[0]?.relays, true);
    const readers = await found(captured([['C: alice: hello\n'], ['S: alice: hello\n'], ['S: alice: hello\n']]));
    assert.deepEqual([readers.chats[0]?.conversations.length, readers.chats[0]?.relays], [3, true]);
    const udp = await found(captured([['C: alice: hello', 'S: alice: hello']], { udp: true }));
    assert.equal(udp.chats[0]?.wire, 'text without line ends, over UDP');
  });

  const others: Readonly<Record<string, Script>> = {
    http: ['C: GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'S: HTTP/1.1 200 OK\r\n\r\nhello'],
    websocket: ['C: GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', 'S: HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    webSocketLater: ['S: \x81\x05hello', 'S: \x81\x7e\x01\0' + 'x'.repeat(256)],
    tls: ['C: \x16\x03\x01\x02\0\x01\0', 'S: \x16\x03\x03\0\x7a\x02\0'],
    zmq: [`C: \xff${'\0'.repeat(7)}\x01\x7f\x03\0NULL`, `S: \xff${'\0'.repeat(7)}\x01\x7f\x03\0NULL`],
    jupyter: ['C: \x01\0\x01\x09<IDS|MSG>\0\x05hello', 'S: \x01\0\0\x04pong'],
    debugger: [
      'C: Content-Length: 60\r\n\r\n{"command": "initialize", "type": "request", "seq": 1}',
      'S: Content-Length: 2\r\n\r\n{}',
    ],
    languageServer: [
      'C: Content-Length: 40\r\n\r\n{"jsonrpc": "2.0", "id": 1, "method": "x"}',
      'S: Content-Length: 2\r\n\r\n{}',
    ],
    ssh: ['S: SSH-2.0-OpenSSH_9.2\r\n', 'C: SSH-2.0-x\r\n'],
    database: ['C: *1\r\n$4\r\nPING\r\n', 'S: +PONG\r\n'],
    wakeUp: Array.from({ length: 9 }, () => 'C: \0'),
    oneWay: ['C: GET /index.html', 'C: GET /products', 'C: POST /login'],
    fileTransfer: [`C: ${'word '.repeat(3000)}`, 'S: ok'],
    binary: ['C: \x90\x81\x82\x83\0\x01', 'S: \x03\x01\xff\xfe\xfd'],
    silent: [],
  };
  test('everything else by its name', async () => {
    for (const [kind, script] of Object.entries(others)) {
      const { chats, others: groups } = await found(captured([script]));
      assert.deepEqual(
        [chats.length, groups.map((group) => group.kind)],
        [0, [kind.replace(/webSocketLater/, 'websocket')]],
      );
    }
    const program = await found(
      captured([Array.from({ length: 100 }, (_, n) => `${n % 2 ? 'C' : 'S'}: state ${n}\n`)], { gap: 1000n }),
    );
    assert.equal(program.others[0]?.kind, 'text');
  });

  const datagrams: Readonly<Record<string, readonly [number, string]>> = {
    mdns: [5353, '\0\0\0\0\0\x01\0\0\0\0\0\0\x05_http\x04_tcp\x05local\0\0\x0c\0\x01'],
    dns: [53, '\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x07example\x03org\0\0\x01\0\x01'],
    llmnr: [5355, '\x12\x34\0\0\0\x01\0\0\0\0\0\0\x07desktop\0\0\x01\0\x01'],
    nbns: [137, '\x80\0\x01\x10\0\x01\0\0\0\0\0\0 CKAAAAAA'],
    ssdp: [1900, 'M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n'],
    quic: [443, `\xc3\0\0\0\x01\x08${'x'.repeat(60)}`],
    stun: [3478, '\0\x01\0\0\x21\x12\xa4\x42abcdefghijkl'],
    udp: [4444, '\x90\x81\x82\x83\0\x01'],
  };
  test('datagrams by their names', async () => {
    for (const [kind, [port, bytes]] of Object.entries(datagrams)) {
      const { chats, others: groups } = await found(captured([[`C: ${bytes}`]], { udp: true, port }));
      assert.deepEqual([chats.length, groups.map((group) => group.kind)], [0, [kind]]);
    }
  });
});
