import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clientFrame } from '#link/websocket-frame.ts';
import type { BenchServer } from './bench-server.ts';
import { measured, type Row, several, type Sizes } from './rows.ts';

const text = 'x'.repeat(100);
const speakers = 5;
/** Messages sent and not yet received by the first hearer. */
const window = 160;

/** How people join #lobby and send messages, on one dialect. */
interface Way {
  readonly name: string;
  readonly dialect: string;
  come(index: number): string | Uint8Array;
  /** The bytes received after joining. */
  readonly in: string;
  readonly say: string | Uint8Array;
}

/** A request of the web dialect, as one frame of a WebSocket. */
const webFrame = (request: object): Uint8Array => clientFrame(Buffer.from(`${JSON.stringify(request)}\n`));

const handshake = [
  'GET /ws HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Protocol: polylogue.1',
  '\r\n',
].join('\r\n');

const ways: readonly Way[] = [
  {
    name: 'nick',
    dialect: 'nick',
    come: (index) => `NICKroom${index}`,
    in: 'READY',
    say: `${text}\n`,
  },
  {
    name: '2.0',
    dialect: 'pdu',
    come: (index) =>
      `${[
        '{"mtype":7,"payload":{"supported_versions":["2.0"]}}',
        `{"mtype":1,"payload":{"name":"talk${index}"}}`,
        '{"mtype":12,"ref":"in","payload":{"room":"#lobby"}}',
      ].join('\n')}\n`,
    in: '"ref":"in"',
    say: `{"mtype":3,"payload":{"to":"#lobby","text":"${text}"}}\n`,
  },
  {
    name: 'WebSocket',
    dialect: 'http',
    come: (index) =>
      Buffer.concat([
        Buffer.from(handshake),
        // As the page does.
        webFrame({ type: 'login', ref: 1, name: `web${index}`, said: true }),
        webFrame({ type: 'join', ref: 'in', room: '#lobby' }),
      ]),
    in: '"ref":"in"',
    say: webFrame({ type: 'post', ref: 1, room: '#lobby', text }),
  },
];

/**
 * A room with five senders and many hearers: on nick, on pdu 2.0, over WebSockets. Deliveries per CPU second of the
 * server.
 */
export async function benchRooms(server: BenchServer, { hearers, seconds, atOnce }: Sizes): Promise<Row[]> {
  const rows: Row[] = [];
  const rates: number[] = [];
  for (const way of ways) {
    const sockets: Socket[] = [];
    await several(hearers + speakers, atOnce, async (index) => sockets.push(await comer(server, way, index)));
    const what = `${way.name}, ${speakers} speak to ${hearers}`;
    const row = await measured('room', what, server, () => speak(sockets, way, seconds));
    // Each sender hears the four others.
    const rate = ((hearers + speakers - 1) * 1_000_000) / (row.cpu ?? NaN);
    rates.push(rate);
    rows.push({ ...row, note: `${(rate / 1000).toFixed(0)}k deliveries per CPU s` });
    await Promise.all(sockets.map(hangUp));
  }
  const [nick = NaN] = rates;
  return rows.map((row, index) =>
    index === 0 ? row : { ...row, note: `${row.note}, ${((rates[index] ?? NaN) / nick).toFixed(2)} × nick` },
  );
}

async function comer(server: BenchServer, way: Way, index: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: server.port(way.dialect), noDelay: true });
  await once(socket, 'connect');
  let heard = '';
  const entered = Promise.withResolvers<void>();
  const look = (chunk: Buffer): void => {
    heard += chunk.toString('latin1');
    if (heard.includes(way.in)) entered.resolve();
  };
  socket.on('data', look).on('error', entered.reject);
  socket.write(way.come(index));
  await entered.promise;
  socket
    .on('data', () => {})
    .off('data', look)
    .resume();
  return socket;
}

/** Resolves with the times until the first hearer has each message. */
async function speak([first, ...others]: readonly Socket[], { say }: Way, seconds: number): Promise<number[]> {
  const bytes = typeof say === 'string' ? Buffer.from(say, 'latin1') : say;
  const sent: number[] = [];
  const times: number[] = [];
  const done = Promise.withResolvers<void>();
  const end = performance.now() + seconds * 1000;
  let rest = '';
  const more = (): void => {
    for (let now = performance.now(); sent.length - times.length < window && now < end; now = performance.now()) {
      others[sent.length % speakers]?.write(bytes);
      sent.push(now);
    }
    if (times.length === sent.length) done.resolve();
  };
  first?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('latin1')).split(text);
    rest = (parts.at(-1) ?? '').slice(1 - text.length);
    const now = performance.now();
    for (let heard = 1; heard < parts.length; heard++) times.push(now - (sent[times.length] ?? now));
    more();
  });
  more();
  await done.promise;
  return times;
}

async function hangUp(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.end();
  await closed;
}
