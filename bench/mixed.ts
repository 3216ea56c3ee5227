/**
 * The cost of a room with half of its members on nick and half on direct, compared with rooms of one dialect: CPU time of the server for one delivery, in interleaved rounds, each with a new server.
 *
 *     node bench/mixed.ts [ROUNDS]
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { BenchServer } from './bench-server.ts';

const members = 500;
/** Members who send; they are spread over both dialects. */
const speakers = 4;
/** Messages that one member sends before it waits until all have received them. */
const window = 32;
const turns = 60;
const payload = 'x'.repeat(80);

type Wire = 'nick' | 'direct';
type Mix = (index: number) => Wire;

const mixes: Readonly<Record<string, Mix>> = {
  'all nick': () => 'nick',
  'all direct': () => 'direct',
  'half and half': (index) => (index % 2 === 0 ? 'nick' : 'direct'),
};

/** Each message contains this character once, and nothing else does. */
const mark = '~'.charCodeAt(0);

class Member {
  readonly wire: Wire;
  readonly #socket: Socket;
  heard = 0;

  private constructor(wire: Wire, socket: Socket) {
    this.wire = wire;
    this.#socket = socket;
  }

  static async join(server: BenchServer, wire: Wire, name: string): Promise<Member> {
    const socket = connect({ host: '127.0.0.1', port: server.port(wire), noDelay: true });
    const member = new Member(wire, socket);
    await once(socket, wire === 'nick' ? 'data' : 'connect');
    socket.write(wire === 'nick' ? `NICK${name}` : `${name}\n`);
    await once(socket, 'data');
    socket.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(mark); at !== -1; at = chunk.indexOf(mark, at + 1)) member.heard++;
    });
    if (wire === 'direct') socket.write('#lobby:\n');
    return member;
  }

  /** Sends messages, one line each, in one write. */
  says(count: number): void {
    const line = `${this.wire === 'nick' ? '' : '#lobby: '}~${payload}\n`;
    this.#socket.write(line.repeat(count));
  }

  leave(): void {
    this.#socket.destroy();
  }
}

/** CPU of the server for one delivery, in µs. */
async function round(mix: Mix): Promise<number> {
  await using server = await BenchServer.start(['nick', 'direct'], false);
  const room: Member[] = [];
  for (let index = 0; index < members; index++) room.push(await Member.join(server, mix(index), `u${index}`));
  let said = 0;
  const heardBy = (member: Member, index: number): boolean =>
    member.heard >= (index < speakers ? said - said / speakers : said);
  const speak = async (): Promise<void> => {
    for (const speaker of room.slice(0, speakers)) speaker.says(window);
    said += speakers * window;
    while (!room.every(heardBy)) await new Promise((resolve) => setImmediate(resolve));
  };
  for (let warm = 0; warm < turns / 4; warm++) await speak();
  const [before, began] = [server.cpu.all, said];
  for (let turn = 0; turn < turns; turn++) await speak();
  const cost = (server.cpu.all - before) / ((said - began) * (members - 1));
  for (const member of room) member.leave();
  return cost;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const rounds = Number(process.argv[2] ?? 5);
const costs = new Map(Object.keys(mixes).map((name) => [name, [] as number[]]));
for (let n = 0; n < rounds; n++) {
  for (const [name, mix] of Object.entries(mixes)) costs.get(name)?.push(await round(mix));
}
const [nick = [], direct = [], half = []] = costs.values();
const ratios = half.map((cost, n) => cost / (((nick[n] ?? NaN) + (direct[n] ?? NaN)) / 2));
for (const [name, each] of costs) {
  process.stdout.write(
    `${name.padEnd(14)} ${(1000 * median(each)).toFixed(0)} ns CPU a delivery (${each.map((cost) => (1000 * cost).toFixed(0)).join(', ')})\n`,
  );
}
process.stdout.write(
  `half and half beside the mean of the others: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})\n`,
);
