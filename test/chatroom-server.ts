import type { Clock } from '#chat/ports.ts';
import type { RunningChat } from '#chat/chat.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { usualKeys, type OriginalKeys } from '#dialects/chatroom/originals.suite.ts';
import type { JournalEvent } from '#dialects/journal.ts';
import { dialects } from '#dialects/index.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { connectTcp, type Listening, listenTcp } from '#link/tcp/tcp.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { systemClock } from '#server/system-clock.ts';
import { openStore } from '#store/open-store.ts';
import { KeptDatabase } from './kept-database.ts';
import { NickPeer } from './nick-peer.ts';

export type Way = 'in memory' | 'over TCP';
export const ways: readonly Way[] = ['in memory', 'over TCP'];

export interface ChatroomOptions {
  readonly way?: Way;
  readonly rules?: Partial<ListenerRules>;
  /** The options of the chatroom listener. */
  readonly options?: Readonly<Record<string, string>>;
}

const quick = { memory: 8, passes: 1, parallelism: 1 };
/** All stand-ins share one key pair, because creating one takes long. Tests that need another one ask for it. */
const keys = usualKeys();

/** The options of other listeners: pdu may send to #lobby; tsam ignores the load of the test. */
const optionsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pdu: { lobby: 'yes' },
  tsam: { delay: '60000' },
};

/** The machine's clock, until it is stopped: later timers would only keep the process alive. */
class StoppableClock implements Clock {
  readonly #calls = new Set<() => void>();

  now(): number {
    return systemClock.now();
  }

  elapsed(): number {
    return systemClock.elapsed();
  }

  after(ms: number, call: () => void): () => void {
    const cancelTimer = systemClock.after(ms, () => {
      this.#calls.delete(cancelTimer);
      call();
    });
    this.#calls.add(cancelTimer);
    return cancelTimer;
  }

  stop(): void {
    for (const cancelTimer of this.#calls) cancelTimer();
  }
}

/** A server in this process that speaks all dialects, on a real clock, because nothing here is timed by the test. */
export class ChatroomServer implements AsyncDisposable {
  readonly happenings: JournalEvent[] = [];
  /** Logged bugs; normally none. */
  readonly log: string[] = [];
  readonly #database = new KeptDatabase();
  readonly #options: ChatroomOptions;
  readonly #links: Link[] = [];
  #chat: RunningChat | undefined;
  #close: () => Promise<void> = async () => {};
  #accepts: ReadonlyMap<string, (link: Link) => void> = new Map();
  #listening: Listening | undefined;

  private constructor(options: ChatroomOptions) {
    this.#options = options;
  }

  static async open(options: ChatroomOptions = {}): Promise<ChatroomServer> {
    const server = new ChatroomServer(options);
    await server.#start();
    return server;
  }

  get chat(): RunningChat {
    if (!this.#chat) throw new Error('the server is not running');
    return this.#chat;
  }

  /** Ends like a crash: the order contains no departures. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  async connect(dialect = 'chatroom'): Promise<Link> {
    const link = await this.#connected(dialect);
    this.#links.push(link);
    return link;
  }

  original(own: OriginalKeys = keys): Promise<OriginalClient> {
    return OriginalClient.connect(() => this.connect(), own);
  }

  async comes(name: string, password = `${name}-s3cret`, own: OriginalKeys = keys): Promise<OriginalClient> {
    const client = await this.original(own);
    await client.comes(name, password);
    // A key is not answered; this request is answered when the client is in #lobby.
    await client.history();
    return client;
  }

  /** An invitation code. */
  async invitation(): Promise<string> {
    if (!this.#chat) throw new Error('it is not running');
    const { code, hash } = this.#chat.newCode();
    await this.#chat.command({ kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 });
    return code;
  }

  async onNick(name: string): Promise<NickPeer> {
    return new NickPeer(await this.connect('nick')).come(name);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stop();
  }

  async #connected(dialect: string): Promise<Link> {
    if (this.#listening && dialect === 'chatroom') {
      return connectTcp({ host: this.#listening.address, port: this.#listening.port });
    }
    const accept = this.#accepts.get(dialect);
    if (!accept) throw new Error('connect ECONNREFUSED');
    const [ours, theirs] = pipe();
    accept(theirs);
    return ours;
  }

  async #start(): Promise<void> {
    const { rules, way, options = {} } = this.#options;
    const clock = new StoppableClock();
    const store = await openStore(this.#database.options);
    const log = (event: string, fields?: object): void => void this.log.push(`${event} ${JSON.stringify(fields)}`);
    const chat = await startChat({ store, clock, log, passwords: argonPasswords(quick) });
    const journal = (happening: JournalEvent): void => void this.happenings.push(happening);
    const accept = chatroom.listen(chat, { rules: { ...openRules, listener: 'c', ...rules }, journal, options });
    this.#accepts = new Map(
      dialects.map((dialect) => {
        const options = optionsOf[dialect.name] ?? {};
        return [dialect.name, dialect.listen(chat, { rules: openRules, journal: () => {}, options })];
      }),
    ).set('chatroom', accept);
    if (way === 'over TCP') this.#listening = await listenTcp({ host: '127.0.0.1', port: 0 }, accept);
    this.#chat = chat;
    this.#close = async () => {
      await this.#listening?.close();
      await chat.stop();
      this.#database.keep();
      await store.close();
      clock.stop();
    };
  }

  async #stop(): Promise<void> {
    // A client that reconnects too early must not reach the closed chat.
    this.#accepts = new Map();
    await this.#close();
    for (const link of this.#links.splice(0)) link.abort();
  }
}
