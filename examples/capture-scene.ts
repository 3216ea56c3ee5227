import { setImmediate } from 'node:timers/promises';
import type { RunningChat } from '#chat/chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { CaptureFormat } from '#lab/capture/capture-format.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import type { Tap } from '#link/tap.ts';
import type { CaptureEvent } from '#server/capture/capture-event.ts';
import { LinkMask } from '#server/capture/hidden-ranges.ts';
import { PacketWriter } from '#server/capture/packet-writer.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';
import { createTestClock, type TestClock } from '../test/test-clock.ts';

/** What argon2id takes at least. */
const quick = { memory: 8, passes: 1, parallelism: 1 };
const host = '127.0.0.1';
/** ns from one event to the next, while the clock stands. */
const step = 173_000n;

/** What went over one connection, passwords masked. */
export interface Passed {
  client: Buffer;
  server: Buffer;
}

/** A server of one dialect in memory, whose clock, ports and addresses are given, and a capture of all that it says. */
export class CaptureScene implements AsyncDisposable {
  readonly clock: TestClock = createTestClock(Date.UTC(2026, 10, 20, 21, 31));
  /** A row for each connection, in the order in which they were opened. */
  readonly passed: Passed[] = [];
  readonly #dialect: Dialect;
  readonly #packets: PacketWriter;
  readonly #parts: Uint8Array[] = [];
  readonly #closing = new AsyncDisposableStack();
  #accept: (link: Link) => void = () => {};
  #time = 0n;
  #ports = 50_000;

  private constructor(dialect: Dialect, format: CaptureFormat) {
    this.#dialect = dialect;
    this.#packets = new PacketWriter({ format, addresses: 'real', dialects: [dialect], factsOf: () => undefined });
    const { name, port } = dialect;
    const about = `An example: ${name} as Polylogue speaks it. Made anew from the same beginnings it is the same, byte for byte.`;
    this.#parts.push(this.#packets.head('polylogue', about));
    const url = `${name}://${host}:${port}`;
    this.#parts.push(this.#packets.place(0, { name: `${name}:${port}`, dialect: name, url, transport: 'TCP' }));
  }

  static async open(dialect: Dialect, format: CaptureFormat): Promise<CaptureScene> {
    const scene = new CaptureScene(dialect, format);
    const log = (event: string, fields?: object): never => {
      throw new Error(`${event}: ${JSON.stringify(fields)}`);
    };
    const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    scene.#closing.defer(() => store.close());
    const chat = await startChat({ store, clock: scene.clock, log, passwords: argonPasswords(quick) });
    scene.#closing.defer(() => chat.stop());
    scene.#accept = scene.#listen(chat);
    return scene;
  }

  /** A client's link to the server; the next one has the next port. */
  connect(): Link {
    const id = this.passed.length + 1;
    const passed: Passed = { client: Buffer.alloc(0), server: Buffer.alloc(0) };
    this.passed.push(passed);
    const tap = this.#tapOf(id, passed);
    const client = { address: host, port: ++this.#ports };
    const server = { address: host, port: this.#dialect.port };
    const facts = { id, place: 0, client, server, user: undefined, joined: false, stream: undefined };
    this.#take({ kind: 'opened', time: this.#now(), facts });
    const [ours, theirs] = pipe({ ends: [client, server], after: this.clock.after, tap });
    this.#accept(theirs);
    return ours;
  }

  /** Lets the server do all that it has to do at this time, then goes on by so many ms. */
  async pass(ms: number): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    await this.clock.pass(ms);
    for (let turn = 0; turn < 20; turn++) await setImmediate();
  }

  /** Waits for work on another thread, such as a password. */
  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await setImmediate();
  }

  /** The whole file. */
  get capture(): Buffer {
    return Buffer.concat([...this.#parts, this.#packets.statistics(this.#time)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closing.disposeAsync();
  }

  #listen(chat: RunningChat): (link: Link) => void {
    const { name, number: via, port } = this.#dialect;
    return this.#dialect.listen(chat, {
      rules: { ...openRules, listener: `${name}:${port}`, via },
      options: name === 'tsam' ? { delay: '60000' } : {},
      journal: (happening) => {
        if (happening.kind !== 'came') return;
        const id = happening.peer.port - 50_000;
        this.#take({ kind: 'named', time: this.#now(), id, user: happening.user.name });
      },
      place: { address: host, port },
      version: 'example',
    });
  }

  /** Sees the server's end alone: both ends of a pipe have the same tap. */
  #tapOf(id: number, passed: Passed): Tap {
    const mask = new LinkMask(this.#dialect.mask());
    const isServer = (link: Link): boolean => link.local?.port === this.#dialect.port;
    return {
      received: (bytes, link) => {
        if (!isServer(link)) return;
        const masked = mask.client(bytes);
        passed.client = Buffer.concat([passed.client, masked.bytes]);
        this.#take({ kind: 'bytes', time: this.#now(), id, side: 'client', ...masked });
      },
      sent: (bytes, link) => {
        if (!isServer(link)) return;
        passed.server = Buffer.concat([passed.server, bytes]);
        this.#take({ kind: 'bytes', time: this.#now(), id, side: 'server', ...mask.server(bytes) });
      },
      ended: (link, side, how) => {
        if (!isServer(link)) return;
        this.#take({ kind: 'ended', time: this.#now(), id, side: side === 'peer' ? 'client' : 'server', how });
      },
    };
  }

  #take(event: CaptureEvent): void {
    this.#parts.push(this.#packets.take(event));
  }

  #now(): bigint {
    const time = BigInt(this.clock.now()) * 1_000_000n;
    this.#time = time > this.#time ? time : this.#time + step;
    return this.#time;
  }
}
