/**
 * The cost of the dialects with their own logins, operations and mailboxes, each with a server in its own process, on
 * loopback.
 */
import { parseArgs } from 'node:util';
import { BenchServer } from './bench-server.ts';
import { benchChatroom } from './chatroom.ts';
import { benchPdu } from './pdu.ts';
import { benchRooms } from './rooms.ts';
import { formatRow, heading, type Row, type Sizes } from './rows.ts';
import { benchTsam } from './tsam.ts';

const usage = `node bench/wires.ts chatroom|pdu|room|tsam|all [--logins 1000] [--at-once 8] [--clients 50] [--seconds 3]
  [--hearers 200] [--rounds 20] [--json] [--prof]      0 logins, seconds or rounds: that part is left out`;

/** A time limit that is never reached, in ms. */
const timeout = 300_000;

interface Bench {
  readonly dialects: readonly string[];
  readonly run: (server: BenchServer, sizes: Sizes) => Promise<Row[]>;
}

const benches: Readonly<Record<string, Bench>> = {
  chatroom: { dialects: ['chatroom', 'nick'], run: benchChatroom },
  pdu: { dialects: ['pdu'], run: benchPdu },
  room: { dialects: ['nick', 'pdu', 'http'], run: benchRooms },
  tsam: { dialects: ['tsam'], run: benchTsam },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    logins: { type: 'string', default: '1000' },
    'at-once': { type: 'string', default: '8' },
    clients: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '3' },
    hearers: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    prof: { type: 'boolean', default: false },
  },
});

function number(text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new Error(`${text} is not from ${least} to ${most}.\n${usage}`);
}

const sizes: Sizes = {
  logins: number(values.logins, 0, 20_000),
  // Each has its own address.
  atOnce: number(values['at-once'], 1, 200),
  clients: number(values.clients, 2, 5000),
  seconds: number(values.seconds, 0, 60),
  hearers: number(values.hearers, 1, 2000),
  rounds: number(values.rounds, 0, 500),
};

async function run({ dialects, run: measure }: Bench): Promise<void> {
  await using server = await BenchServer.start(dialects, values.prof);
  for (const row of await measure(server, sizes)) {
    process.stdout.write(`${values.json ? JSON.stringify(row) : formatRow(row)}\n`);
  }
  const profile = await server.stop();
  if (profile !== '') (values.json ? process.stderr : process.stdout).write(`\n${profile}\n`);
}

const [name = ''] = positionals;
const chosen = Object.entries(benches).filter(([key]) => name === 'all' || name === key);
if (chosen.length === 0) throw new Error(usage);
// Also ends the server.
setTimeout(() => {
  throw new Error(`the bench has not ended within ${timeout / 1000} seconds`);
}, timeout).unref();
if (!values.json)
  process.stdout.write(`${heading}   (times of one; CPU of the server for one, and of its main thread)\n`);
for (const [, bench] of chosen) await run(bench);
