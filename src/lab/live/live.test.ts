import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { readMessages } from '#lab/encapsulate/csv/read-messages.ts';
import { captureOf, type Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { reportedRows } from '#lab/encapsulate/report/report.ts';
import { conversationsOf } from '#lab/encapsulate/packets/conversations.ts';
import { TemporaryDirectory } from '../../../test/local-server.ts';
import { whoGreets } from './greeting.ts';
import { listen } from './listen.ts';
import { SentConnection } from './sent-connection.ts';
import { sentEncapsulation } from './sent-encapsulation.ts';
import { type SendOptions, type SentRows, sendRows } from './send-rows.ts';

const file = readMessages(
  new TextEncoder().encode(
    'app_protocol,src_app,dst_app,message,timestamp\nHTTP,browser,web_server,GET /,0\nHTTP,web_server,browser,200 שלום,1\n' +
      'DNS,browser,dns,A? example.com,1\nHTTP,browser,web_server,,2\nHTTP,browser,web_server,GET /cart,3\n',
  ),
);

interface Sending extends SentRows {
  readonly said: readonly string[];
}

async function send(options: Partial<SendOptions> = {}): Promise<Sending> {
  const said: string[] = [];
  let time = 1_768_943_405_000_000_000n;
  const rows = await sendRows(file, {
    to: undefined,
    now: () => (time += 1_000_000n),
    pause: async () => {},
    awaitGreeting: async () => {},
    signal: new AbortController().signal,
    say: (sentence) => void said.push(sentence),
    told: () => {},
    ...options,
  });
  return { ...rows, said };
}

const shown = ({ made }: SentRows): readonly string[] =>
  [...reportedRows(made)].map(({ who, message, packets }) => `${who}: ${message.text} (${packets.length})`);

/** A server of another program on loopback, and its port. */
async function serverThat(does: (socket: Socket) => void): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(does);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { server, port: address.port };
}

describe('rows sent live', async () => {
  const skip = await tsharkMissing();

  async function passesGate(made: Encapsulation, sent: Parameters<typeof assertPassesGate>[1]): Promise<void> {
    using dir = new TemporaryDirectory();
    const path = join(dir.path, 'live.pcapng');
    writeFileSync(path, Buffer.concat([...captureOf(made, pcapngFormat(), { source: 'x.csv', program: 'test' })]));
    await assertPassesGate(path, sent);
  }
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  test('to our own listener: answers are sent in the other direction', { skip }, async () => {
    const sent = await send();
    assert.deepEqual(shown(sent), [
      'browser → web_server: GET / (1)',
      'web_server → browser: 200 שלום (1)',
      'browser → dns: A? example.com (1)',
      'browser → web_server:  (0)',
      'browser → web_server: GET /cart (1)',
    ]);
    assert.deepEqual([sent.unsent, sent.said], [0, []]);
    assert.match(sent.made.assumed.join('\n'), /Rows of UDP and DNS are sent as their text/);
    await passesGate(sent.made, [
      { client: bytes('GET /GET /cart'), server: bytes('200 שלום') },
      { client: bytes('A? example.com'), server: bytes('') },
    ]);
  });

  test('to another listener: all rows are sent by us, and its answers are in the capture', { skip }, async () => {
    const heard: string[] = [];
    const { server, port } = await serverThat((socket) => {
      socket.on('data', (chunk: Buffer) => void heard.push(String(chunk)));
      socket.write('\0\x05HELLO');
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    const sent = await send({ to: { address: '127.0.0.1', port }, awaitGreeting: () => promise });
    resolve();
    server.close();
    await once(server, 'close');
    assert.deepEqual(heard.join('|').replaceAll('|', '').length, 'GET /200 שלוםA? example.comGET /cart'.length);
    assert.match(sent.said.join(' '), /speaks first: it seems to be a chat server \(nick\)/);
    assert.match(sent.made.assumed.join('\n'), /Answers in the file \(1\) are sent like all other rows/);
    const greeting = bytes('\0\x05HELLO');
    await passesGate(sent.made, [
      { client: bytes('GET /200 שלוםGET /cart'), server: greeting },
      { client: bytes('A? example.com'), server: greeting },
    ]);
  });

  test('are not sent to a listener that has disconnected', { skip }, async () => {
    const { server, port } = await serverThat((socket) => socket.once('data', () => socket.end('Welcome!\n')));
    let time = 1n;
    const connection = await SentConnection.open({ address: '127.0.0.1', port }, undefined, () => (time += 1_000_000n));
    const [first, second] = file.messages;
    assert.ok(first && second);
    assert.equal(await connection.send('client', first.payload, first), true);
    await connection.ended;
    assert.equal(await connection.send('client', second.payload, second), false);
    await connection.close();
    server.close();
    await once(server, 'close');
    const { pairs } = conversationsOf(file.messages);
    const made = sentEncapsulation({ file, pairs, connections: new Map([[0, connection]]), bothOurs: false });
    assert.deepEqual(shown({ made, unsent: 1 }).slice(0, 2), [
      'browser → web_server: GET / (1)',
      'browser → web_server: 200 שלום (0)',
    ]);
    await passesGate(made, [{ client: first.payload, server: bytes('Welcome!\n') }]);
  });

  test('stop on request', async () => {
    const stop = new AbortController();
    const sent = await send({ signal: stop.signal, pause: async () => stop.abort() });
    assert.deepEqual([sent.unsent, shown(sent)[0]], [4, 'browser → web_server: GET / (1)']);
  });

  test('are refused if nothing listens', async () => {
    const { server, port } = await serverThat(() => {});
    server.close();
    await once(server, 'close');
    await assert.rejects(send({ to: { address: '127.0.0.1', port } }), { code: 'ECONNREFUSED' });
  });
});

test('a server is recognised by its first bytes', () => {
  const greetings: Readonly<Record<string, RegExp>> = {
    [`604${' '.repeat(1021)}`]: /chatroom/,
    'Invalid format. Use: username: message\n': /direct/,
    '{"mtype": 5': /pdu/,
    ':irc.example NOTICE * :hi': /IRC/,
    '220 mail ready': /mail/,
    'who are you?': /a server that talks/,
  };
  for (const [text, who] of Object.entries(greetings)) assert.match(whoGreets(Buffer.from(text)), who);
});

test('a listener prints connections and the received text', async () => {
  const lines: string[] = [];
  const listening = await listen({ host: '127.0.0.1', port: 0, print: (line) => void lines.push(line) });
  const socket = connect(listening.port, '127.0.0.1');
  await once(socket, 'connect');
  const { localPort } = socket;
  socket.end('GET /שלום');
  await listening.first;
  await listening.close();
  assert.deepEqual(lines, [
    `Listening on 127.0.0.1:${listening.port}`,
    `Connection from: ('127.0.0.1', ${localPort})`,
    'Received: GET /שלום',
    `Connection closed: ('127.0.0.1', ${localPort})`,
  ]);
});
