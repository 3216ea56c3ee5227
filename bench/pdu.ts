import { chatMessage, lineOf, loginRequest, versionRequest } from '#dialects/pdu/codec.ts';
import { numeral } from '#dialects/pdu/json.ts';
import { askAll } from '#server/control/ask.ts';
import { argonPasswords } from '#server/passwords.ts';
import type { BenchServer } from './bench-server.ts';
import { measured, roundTrips, type Row, several, type Sizes } from './rows.ts';
import { Wire } from './wire.ts';

const password = 'bench-s3cret';
const text = 'x'.repeat(100);
const isLine = (heard: string): boolean => heard.endsWith('\n');

interface Client {
  readonly wire: Wire;
  readonly id: number;
}

/** Measures logins of existing accounts, and the parrot. */
export async function benchPdu(server: BenchServer, sizes: Sizes): Promise<Row[]> {
  const { logins, atOnce, clients: count, seconds } = sizes;
  await makeAccounts(server.data, Math.max(logins, count));
  const port = server.port('pdu');
  const rows: Row[] = [];
  if (logins > 0) {
    const once = async (index: number): Promise<void> => (await logIn(port, index)).wire.close();
    const times = (): Promise<number[]> => several(logins, atOnce, once);
    rows.push(await measured('pdu', `log in and hang up, ${atOnce} at a time`, server, times));
  }
  if (seconds === 0) return rows;
  const clients: Client[] = [];
  await several(count, atOnce, async (index) => clients.push(await logIn(port, index)));
  const times = (): Promise<number[]> => roundTrips(seconds, clients, parrot);
  rows.push(await measured('pdu', `parrot, ${count} clients`, server, times));
  await Promise.all(clients.map(({ wire }) => wire.close()));
  return rows;
}

/** All accounts share one hash of the usual cost, because only checking is measured. */
async function makeAccounts(dir: string, count: number): Promise<void> {
  const secret = await argonPasswords().hash(password);
  await several(count, 8, (index) => askAll(dir, { kind: 'account-add', name: `bench${index}`, secret }));
}

/** As the original's client: versions first. */
async function logIn(port: number, index: number): Promise<Client> {
  const wire = await Wire.connect(port);
  await wire.ask(lineOf(versionRequest(['1.2', '1.1', '1.0'])), isLine);
  const answer = await wire.ask(lineOf(loginRequest(`bench${index}`, password)), isLine);
  const [, id] = /"auth": 0, "id": (\d+)/.exec(answer) ?? [];
  if (id === undefined) throw new Error(`bench${index} was answered ${answer}`);
  return { wire, id: Number(id) };
}

async function parrot({ wire, id }: Client, nth: number): Promise<void> {
  const said = lineOf(chatMessage(numeral(id), nth, text));
  const heard = await wire.ask(said, isLine);
  if (heard !== Buffer.from(said).toString()) throw new Error(`the parrot said ${heard}`);
}
