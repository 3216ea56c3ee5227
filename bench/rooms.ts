import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clientFrame } from '#link/websocket/websocket-frame.ts';
import type { BenchServer } from './bench-server.ts';
import { type Row, several, type Sizes, spread } from './rows.ts';

const text = 'x'.repeat(100);
const speakers = 5;
/** Messages sent and not yet received by the first hearer. */
const window = 160;
/** Seconds of one turn, and turns of each way before it is measured: then V8 has compiled what it compiles. */
const [turnLength, unmeasured] = [0.2, 5];
/** How often clients that are pinged say that they are there, in ms. */
const aliveEvery = 10_000;

/** How people join a room and send messages, on one dialect. Each has a room of its own. */
interface Way {
  readonly name: string;
  readonly dialect: string;
  come(index: number): string | Uint8Array;
  /** The bytes received after joining. */
  readonly in: string;
  readonly say: string | Uint8Array;
  /** In place of the answer to a ping. */
  readonly alive?: Uint8Array;
}

/** One turn of speaking. CPU and times in µs and ms. */
interface Turn {
  readonly times: readonly number[];
  readonly ms: number;
  readonly cpu: number;
  readonly mainThread: number;
}

interface Room {
  readonly way: Way;
  readonly sockets: readonly Socket[];
  readonly turns: Turn[];
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
        '{"mtype":12,"ref":"in","payload":{"room":"#talk"}}',
      ].join('\n')}\n`,
    in: '"ref":"in"',
    say: `{"mtype":3,"payload":{"to":"#talk","text":"${text}"}}\n`,
  },
  {
    name: 'WebSocket',
    dialect: 'http',
    come: (index) =>
      Buffer.concat([
        Buffer.from(handshake),
        // As the page does.
        webFrame({ type: 'login', ref: 1, name: `web${index}`, said: true }),
        webFrame({ type: 'join', ref: 'in', room: '#web' }),
      ]),
    in: '"ref":"in"',
    say: webFrame({ type: 'post', ref: 1, room: '#web', text }),
    // A pong without a payload, masked.
    alive: Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0),
  },
];

/**
 * A room with five senders and many hearers on each of nick, pdu 2.0 and WebSockets, all in one server: deliveries per CPU
 * second of the server. They speak in turn, and are measured when all have joined and each has spoken for a while.
 */
export async function benchRooms(server: BenchServer, { hearers, seconds, atOnce }: Sizes): Promise<Row[]> {
  const rooms: Room[] = [];
  for (const way of ways) {
    const sockets: Socket[] = [];
    await several(hearers + speakers, atOnce, async (index) => sockets.push(await comer(server, way, index)));
    rooms.push({ way, sockets, turns: [] });
  }
  const turns = seconds === 0 ? 0 : Math.max(1, Math.round(seconds / turnLength));
  let alive = performance.now();
  for (let turn = -unmeasured; turn < turns; turn++) {
    if (performance.now() - alive > aliveEvery) {
      alive = performance.now();
      for (const { way, sockets } of rooms) if (way.alive) for (const socket of sockets) socket.write(way.alive);
    }
    // Forth and back, so that none always follows the same one.
    for (const room of turn % 2 === 0 ? rooms : rooms.toReversed()) {
      const spoken = await takeTurn(server, room);
      if (turn >= 0) room.turns.push(spoken);
    }
  }
  await Promise.all(rooms.flatMap(({ sockets }) => sockets.map(hangUp)));
  // Each sender hears the four others.
  return turns === 0 ? [] : rooms.map((room) => rowOf(room, rooms[0] ?? room, hearers + speakers - 1));
}

async function takeTurn(server: BenchServer, { way, sockets }: Room): Promise<Turn> {
  const [before, began] = [server.cpu, performance.now()];
  const times = await speak(sockets, way, turnLength);
  const [after, ms] = [server.cpu, performance.now() - began];
  return { times, ms, cpu: after.all - before.all, mainThread: after.mainThread - before.mainThread };
}

/** Beside the first room: the median of what is gained or lost turn by turn. */
function rowOf({ way, turns }: Room, first: Room, audience: number): Row {
  const times = turns.flatMap((turn) => turn.times);
  const sum = (of: (turn: Turn) => number): number => turns.reduce((total, turn) => total + of(turn), 0);
  const cpu = sum((turn) => turn.cpu) / times.length;
  const ratios = turns
    .map((turn, nth) => costOf(first.turns[nth] ?? turn) / costOf(turn))
    .toSorted((one, other) => one - other);
  const at = (share: number): string => (ratios[Math.floor((ratios.length - 1) * share)] ?? NaN).toFixed(2);
  const beside =
    first.way === way ? '' : `, ${at(0.5)} × ${first.way.name} (half of the turns ${at(0.25)}–${at(0.75)})`;
  return {
    bench: 'room',
    what: `${way.name}, ${speakers} speak to ${audience + 1 - speakers}`,
    count: times.length,
    perSecond: (times.length * 1000) / sum((turn) => turn.ms),
    ...spread(times),
    cpu,
    mainThread: sum((turn) => turn.mainThread) / times.length,
    note: `${((audience * 1000) / cpu).toFixed(0)}k deliveries per CPU s${beside}`,
  };
}

const costOf = ({ cpu, times }: Turn): number => cpu / times.length;

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
  const hear = (chunk: Buffer): void => {
    const parts = (rest + chunk.toString('latin1')).split(text);
    rest = (parts.at(-1) ?? '').slice(1 - text.length);
    const now = performance.now();
    for (let heard = 1; heard < parts.length; heard++) times.push(now - (sent[times.length] ?? now));
    more();
  };
  first?.on('data', hear);
  more();
  await done.promise;
  first?.off('data', hear);
  return times;
}

async function hangUp(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.end();
  await closed;
}
