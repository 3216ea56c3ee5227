import { frame } from '#dialects/tsam/codec.ts';
import type { BenchServer } from './bench-server.ts';
import { measured, roundTrips, type Row, several, type Sizes } from './rows.ts';
import { Wire } from './wire.ts';

const text = 'x'.repeat(100);
/** A reply has no end mark; here each comes in one piece. */
const isAny = (): boolean => true;

interface Client {
  readonly wire: Wire;
  readonly id: string;
}

/** Measures requests with answers, and messages from one mailbox to another. */
export async function benchTsam(server: BenchServer, { clients: count, seconds }: Sizes): Promise<Row[]> {
  const clients: Client[] = [];
  await several(count, 8, async () => clients.push(await come(server.port('tsam'))));
  const run = (what: string, of: number, times: () => Promise<number[]>): Promise<Row> =>
    measured('tsam', `${what}, ${of} clients`, server, times);
  const rows = [
    await run('KEEPALIVE', count, () => roundTrips(seconds, clients, ({ wire }) => keepAlive(wire))),
    await run('LISTSERVERS', count, () => roundTrips(seconds, clients, ({ wire }) => list(wire, count))),
    await run('SENDMSG and GETMSG', count, () => roundTrips(seconds, pairs(clients), hand)),
  ];
  await Promise.all(clients.map(({ wire }) => wire.close()));
  return rows;
}

/** The greeting contains the client's id. */
async function come(port: number): Promise<Client> {
  const wire = await Wire.connect(port);
  const greeting = await wire.ask(frame('HELO bench'), isAny);
  const [, id] = /you are (\S+) at/.exec(greeting) ?? [];
  if (id === undefined) throw new Error(`HELO was answered ${greeting}`);
  return { wire, id };
}

async function keepAlive(wire: Wire): Promise<void> {
  const reply = await wire.ask(frame('KEEPALIVE'), isAny);
  if (reply !== 'KEEPALIVE,0') throw new Error(`KEEPALIVE was answered ${reply}`);
}

async function list(wire: Wire, count: number): Promise<void> {
  await wire.ask(frame('LISTSERVERS'), (reply) => reply.split(';').length === count);
}

function pairs(clients: readonly Client[]): readonly (readonly [Client, Client])[] {
  const half = Math.floor(clients.length / 2);
  return clients.slice(0, half).flatMap((from, index) => {
    const to = clients[half + index];
    return to ? [[from, to] as const] : [];
  });
}

/** SENDMSG has no reply: the reply to a KEEPALIVE in the same write shows that it is done. */
async function hand([from, to]: readonly [Client, Client], nth: number): Promise<void> {
  const sent = `${nth} ${text}`;
  const both = Buffer.concat([frame(`SENDMSG,${to.id},${sent}`), frame('KEEPALIVE')]);
  const done = await from.wire.ask(both, isAny);
  if (done !== 'KEEPALIVE,0') throw new Error(`SENDMSG was answered ${done}`);
  const letter = await to.wire.ask(frame('GETMSG'), isAny);
  if (letter !== `From ${from.id}: ${sent}`) throw new Error(`GETMSG was answered ${letter}`);
}
