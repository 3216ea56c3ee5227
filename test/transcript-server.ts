import type { Store } from '#chat/ports.ts';
import type { RunningChat } from '#chat/chat.ts';
import type { SearchIndex } from '#chat/search/search-index.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { TranscriptServer, Wire } from '#lab/transcript-server.ts';
import { wireOver } from '#lab/wire.ts';
import type { Link } from '#link/link.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';
import { searchInMemory } from '#store/search/memory-search.ts';
import { KeptDatabase } from './kept-database.ts';
import { createTestClock, type TestClock } from './test-clock.ts';
import { type Way, inMemory, carries } from './transcript-ways.ts';

/** Turns of the event loop in which a server does what it has begun: to judge and deliver messages, and to read on. */
const turnsBeforeTime = 10;

/** How long a line may take, in ms, on a machine that is busy with other things. */
export const longTimeout = { timeout: 20_000 } as const;

/** Options of listeners, by dialect. */
type ListenerOptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** However busy the machine is, tsam says nothing of its own about that. */
const calm: ListenerOptions = { tsam: { delay: '60000' } };

/** An index that is made when somebody searches: nearly no transcript does. */
function searchWhenAsked(store: Store, clock: TestClock): SearchIndex {
  let index: SearchIndex | undefined;
  let shown: Parameters<SearchIndex['follow']> = ['', 0];
  return {
    follow(...place) {
      shown = place;
      index?.follow(...place);
    },
    find(find) {
      if (!index) {
        index = searchInMemory(store, clock);
        index.follow(...shown);
      }
      return index.find(find);
    },
    close: async () => index?.close(),
  };
}

/** What a transcript server runs on: a store in memory, whose contents outlive a restart. */
class Server {
  readonly #dialects: readonly Dialect[];
  readonly #options: ListenerOptions;
  readonly #database = new KeptDatabase();
  readonly clock: TestClock = createTestClock();
  #chat: RunningChat | undefined;
  #store: Store | undefined;
  #accepts: ReadonlyMap<string, (link: Link) => void> = new Map();

  constructor(dialects: readonly Dialect[], options: ListenerOptions) {
    this.#dialects = dialects;
    this.#options = options;
  }

  get chat(): RunningChat {
    if (!this.#chat) throw new Error('the server is not running');
    return this.#chat;
  }

  async start(): Promise<void> {
    const log = (event: string, fields?: object): never => {
      throw new Error(`${event}: ${JSON.stringify(fields)}`);
    };
    this.#store = await openStore(this.#database.options);
    const store = this.#store;
    const search = searchWhenAsked(store, this.clock);
    this.#chat = await startChat({ store, search, clock: this.clock, log, passwords: argonPasswords(quick) });
    const { chat } = this;
    this.#accepts = new Map(
      this.#dialects.map((dialect) => {
        const { name, number: via, sameAccount = openRules.sameAccount } = dialect;
        const rules = { ...openRules, listener: name, via, sameAccount };
        return [
          name,
          dialect.listen(chat, { rules, options: { ...calm[name], ...this.#options[name] }, journal: () => {} }),
        ];
      }),
    );
  }

  accept(dialect: string): (link: Link) => void {
    const accept = this.#accepts.get(dialect);
    if (!accept) throw new Error(`no dialect is called ${dialect}`);
    return accept;
  }

  /** As a crash leaves it: nobody's going is in the order. */
  async end(): Promise<void> {
    await this.#chat?.stop();
    this.#database.keep();
    await this.#store?.close();
  }
}

/** What argon2id takes at least. */
const quick = { memory: 8, passes: 1, parallelism: 1 };

/** Counts what the server has read of one link, for a writer that waits until it has all. */
function readMeter(): { tap: NonNullable<LinkOptions['tap']>; reached(bytes: number): Promise<void> } {
  let received = 0;
  let wake = (): void => {};
  return {
    tap: {
      received(bytes) {
        received += bytes.length;
        wake();
      },
      sent() {},
    },
    async reached(bytes) {
      while (received < bytes) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

/** Connections that are made in another way. */
export interface Elsewhere {
  /** Undefined: not of this dialect. */
  connect(dialect: string, actor: string, accept: (link: Link) => void): Promise<Wire | undefined>;
  /** Ends all of them, as a crash of the server does. */
  cutOff(): void;
  close(): Promise<void>;
}

/** A server in this process, with a clock that only the transcript moves. */
export async function openServer(
  way: Way,
  dialects: readonly Dialect[],
  grace = 5000,
  listenerOptions: ListenerOptions = {},
  elsewhere?: Elsewhere,
): Promise<TranscriptServer> {
  const server = new Server(dialects, listenerOptions);
  const links = new Set<Link>();
  await server.start();

  async function connect(dialect: string, actor = ''): Promise<Wire> {
    const other = await elsewhere?.connect(dialect, actor, (link) => server.accept(dialect)(link));
    if (other) return other;
    const meter = readMeter();
    const carry = way === 'over WebSocket' && dialect !== 'web' ? inMemory : carries[way];
    const link = await carry(server.accept(dialect), { after: server.clock.after, tap: meter.tap });
    links.add(link);
    let written = 0;
    const wire = wireOver(link, () => meter.reached(written));
    const write = (bytes: Uint8Array): Promise<void> => {
      written += bytes.length;
      return wire.write(bytes);
    };
    return { ...wire, write };
  }

  return {
    dialects: dialects.map(({ name }) => name),
    connect,
    async pass(ms) {
      // What waits for one of the next turns of the event loop comes first: in each ms of a real clock there are many.
      for (let turn = 0; turn < turnsBeforeTime; turn++) await new Promise((resolve) => setImmediate(resolve));
      await server.clock.pass(ms);
    },
    async stop() {
      const { chat } = server;
      chat.announce(grace);
      server.clock.after(grace, () => void chat.closeAll());
    },
    async restart() {
      // A crash leaves no time for goodbyes: the order is left before anybody notices that the links are gone.
      await server.end();
      for (const link of links) link.abort();
      elsewhere?.cutOff();
      links.clear();
      await server.start();
    },
    async close() {
      for (const link of links) link.abort();
      await elsewhere?.close();
      await server.end();
    },
  };
}
