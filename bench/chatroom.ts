import { execFile } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Keys, ownKeys } from '#dialects/chatroom/encryption.ts';
import type { BenchServer } from './bench-server.ts';
import { ChatroomPeer } from './chatroom-peer.ts';
import { NickWatch } from './nick-watch.ts';
import { measured, type Row, several, type Sizes, spread } from './rows.ts';

const password = 'bench-s3cret';
const text = 'x'.repeat(100);
const cryptoAlone = fileURLToPath(new URL('crypto-alone.ts', import.meta.url));
/** The time between two texts, in ms: the server pushes to the clients with a gap. */
const rest = 60;

/** Measures logins compared with their crypto alone, their effect on others, and the time until all have a text. */
export async function benchChatroom(server: BenchServer, sizes: Sizes): Promise<Row[]> {
  // All share one key pair, because creating one takes long.
  const keys = await ownKeys();
  const rows = sizes.logins > 0 ? await loginRows(server, sizes, keys) : [];
  if (sizes.rounds > 0) rows.push(await textRow(server, sizes, keys));
  return rows;
}

async function loginRows(server: BenchServer, { logins, atOnce }: Sizes, keys: Keys): Promise<Row[]> {
  await using watch = await NickWatch.start(server.port('nick'));
  const once = async (index: number, slot: number): Promise<void> => {
    await (await comes(server, index, slot, keys)).leave();
  };
  const round = (what: string): Promise<Row> =>
    measured('chatroom', `${what} and leave, ${atOnce} at a time`, server, () => several(logins, atOnce, once));
  const quiet = await watch.during('while all is quiet', () => after(1000));
  const first = await watch.during('while they register', () => round('register'));
  const second = await watch.during('while they log in', () => round('log in'));
  const alone = await cryptoRow(logins, atOnce);
  const beside = ({ found }: { readonly found: Row }): Row => {
    const share = (found.perSecond ?? NaN) / (alone.perSecond ?? NaN);
    return { ...found, note: `${share.toFixed(2)} of the crypto alone` };
  };
  return [beside(first), beside(second), alone, ...quiet.rows, ...first.rows, ...second.rows];
}

/** Logs in from an address that no other client uses at the same time. */
async function comes(server: BenchServer, index: number, slot: number, keys: Keys): Promise<ChatroomPeer> {
  const peer = await ChatroomPeer.open(server.port('chatroom'), `127.0.1.${slot + 1}`, keys);
  await peer.logIn(`user${index}`, password);
  return peer;
}

async function cryptoRow(count: number, atOnce: number): Promise<Row> {
  const args = [cryptoAlone, String(count), String(atOnce)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 });
  const { times, perSecond, cpu }: { times: number[]; perSecond: number; cpu: number } = JSON.parse(stdout);
  return { bench: 'chatroom', what: 'the crypto alone', count, perSecond, ...spread(times), cpu };
}

/** The time from writing a text until the last client has it. */
async function textRow(server: BenchServer, sizes: Sizes, keys: Keys): Promise<Row> {
  const { hearers: count, rounds, atOnce } = sizes;
  const peers: ChatroomPeer[] = [];
  await several(count + 1, atOnce, async (index, slot) => peers.push(await comes(server, index, slot, keys)));
  const [speaker, ...hearers] = peers;
  if (!speaker) throw new Error('nobody is there to speak');
  // Pushes during the login are not counted.
  await after(500);
  const times: number[] = [];
  const row = await measured('chatroom', `a text to ${count}`, server, async () => {
    for (let nth = 0; nth < rounds; nth++) {
      times.push(await sayToAll(speaker, hearers, `${nth} ${text}`));
      await after(rest);
    }
    return times;
  });
  await Promise.all(peers.map((peer) => peer.leave()));
  // Their number per second only depends on the pauses.
  const { perSecond: _, ...kept } = row;
  return kept;
}

async function sayToAll(speaker: ChatroomPeer, hearers: readonly ChatroomPeer[], words: string): Promise<number> {
  const all = hearers.map((hearer) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    hearer.heard = (heard) => {
      if (heard.endsWith(words)) resolve();
    };
    return promise;
  });
  const began = performance.now();
  await speaker.say(words);
  await Promise.all(all);
  return performance.now() - began;
}
