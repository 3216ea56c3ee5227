/**
 * The cost of a tap for each delivery: CPU time of the server without a capture, with one in memory, and with one to a
 * file, in interleaved rounds, each with a new server. The room has 500 members on nick, five of whom send.
 *
 *     node bench/taps.ts [ROUNDS]
 */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchServer } from './bench-server.ts';

const members = 500;
const senders = 5;
/** Messages of one sender in one write; the next ones are sent when all have these. */
const together = 8;
/** Writes of each sender before the measurement, and during it. */
const [warmUp, measured] = [20, 150];
/** Each message contains this byte once, and nothing else does. */
const mark = '~'.charCodeAt(0);
const message = `~${'x'.repeat(99)}\n`;

const file = join(tmpdir(), `polylogue-bench-taps-${process.pid}.pcapng`);
const variants: Readonly<Record<string, readonly string[]>> = {
  'no capture': [],
  '--capture-buffer 64MB': ['--capture-buffer', '64MB'],
  '--capture FILE': ['--capture', file, '--capture-limit', '4GB'],
};

class Member {
  received = 0;
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(mark); at !== -1; at = chunk.indexOf(mark, at + 1)) this.received++;
    });
  }

  static async join(port: number, name: string): Promise<Member> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'data');
    socket.write(`NICK${name}`);
    await once(socket, 'data');
    return new Member(socket);
  }
}

/** CPU time of the server for one delivery, in ns: of its main thread, and of all threads. */
interface Cost {
  readonly main: number;
  readonly all: number;
}

async function measure(options: readonly string[]): Promise<Cost> {
  await using server = await BenchServer.start(['nick'], false, options);
  const room: Member[] = [];
  for (let index = 0; index < members; index++) room.push(await Member.join(server.port('nick'), `u${index}`));
  let sent = 0;
  const hasAll = (member: Member, index: number): boolean =>
    member.received >= (index < senders ? sent - sent / senders : sent);
  const send = async (): Promise<void> => {
    for (const { socket } of room.slice(0, senders)) socket.write(message.repeat(together));
    sent += senders * together;
    while (!room.every(hasAll)) await new Promise((resolve) => setImmediate(resolve));
  };
  for (let n = 0; n < warmUp; n++) await send();
  const [before, earlier] = [server.cpu, sent];
  for (let n = 0; n < measured; n++) await send();
  const after = server.cpu;
  for (const { socket } of room) socket.destroy();
  rmSync(file, { force: true });
  const deliveries = (sent - earlier) * (members - 1);
  const each = (from: number, to: number): number => (1000 * (to - from)) / deliveries;
  return { main: each(before.mainThread, after.mainThread), all: each(before.all, after.all) };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const rounds = Number(process.argv[2] ?? 5);
const costs = new Map(Object.keys(variants).map((name) => [name, [] as Cost[]]));
for (let n = 0; n < rounds; n++) {
  for (const [name, options] of Object.entries(variants)) costs.get(name)?.push(await measure(options));
}
const [plain = []] = costs.values();
console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
for (const [name, each] of costs) {
  const [main, all] = [each.map((cost) => cost.main), each.map((cost) => cost.all)];
  const ratios = main.map((cost, n) => cost / (plain[n]?.main ?? NaN));
  const perSecond = Math.round(1e9 / median(main)).toLocaleString('en');
  console.log(
    `${name.padEnd(22)} ${median(main).toFixed(0)} ns main thread, ${median(all).toFixed(0)} ns all threads; ` +
      `${perSecond} deliveries per CPU second of the main thread; × no capture ${median(ratios).toFixed(2)} ` +
      `(${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  );
}
