import type { Dialect } from '#dialects/dialect.ts';
import { nick } from '#dialects/nick/nick.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import type { ListenerUrl } from '#server/listener-url.ts';
import type { Log } from '#server/log.ts';
import type { ServeOptions } from '#server/serve-options.ts';
import { linkShares, type LinkShares } from '#server/link-shares.ts';
import { ratesOf } from '#server/rates-of.ts';
import { serve, type Serving } from '#server/serve.ts';
import { NickPeer } from './nick-peer.ts';

type Logged = Readonly<Record<string, string | number | undefined>>;

/** Of a server whose end nobody waits for. */
export const servedInMemory: ServeOptions = {
  data: ':memory:',
  listen: [],
  durability: 'strict',
  grace: 0,
  policy: {},
  limits: undefined,
  verbose: false,
  console: false,
  logFile: undefined,
};

/** All that `polylogue serve` runs, in this process: over TCP, in memory, with its log in hand. */
export class Served implements AsyncDisposable {
  readonly log: readonly Logged[];
  readonly shares: LinkShares;
  /** Of its listeners. */
  readonly ports: readonly number[];
  readonly #serving: Serving;
  readonly #peers: NickPeer[] = [];

  private constructor(serving: Serving, shares: LinkShares, ports: readonly number[], log: readonly Logged[]) {
    this.#serving = serving;
    this.shares = shares;
    this.ports = ports;
    this.log = log;
  }

  static async start(
    dialects: readonly Dialect[] = [nick],
    options: Partial<ServeOptions> = {},
    host = '127.0.0.1',
    listener: Partial<ListenerUrl> = {},
  ): Promise<Served> {
    const [ports, logged]: [number[], Logged[]] = [[], []];
    const log: Log = (event, fields) => void logged.push({ event, ...fields });
    const print = (line: string): void => {
      const [, port] = /^listening \S+:(\d+) /.exec(line) ?? [];
      if (port !== undefined) ports.push(Number(port));
    };
    const listen = dialects.map((dialect) => {
      // Otherwise tsam tells its clients of the load of the test.
      const options = dialect.name === 'tsam' ? { delay: '60000' } : {};
      return { dialect, host, port: 0, policy: {}, options, ...listener };
    });
    const serveOptions = { ...servedInMemory, ...options, listen };
    const shares = linkShares(ratesOf(serveOptions.limits).input);
    return new Served(await serve(serveOptions, { print, log }, shares), shares, ports, logged);
  }

  /** What it logged beside its start. */
  get troubles(): readonly Logged[] {
    return this.log.filter(({ event }) => event !== 'started' && event !== 'listening');
  }

  async connect(port: number = this.ports[0] ?? 0): Promise<NickPeer> {
    const peer = new NickPeer(await connectTcp({ host: '127.0.0.1', port, outbox: 2 ** 28 }));
    this.#peers.push(peer);
    return peer;
  }

  async join(name: string): Promise<NickPeer> {
    return (await this.connect()).come(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { link } of this.#peers) link.abort();
    await this.#serving.stop(Promise.resolve());
  }
}
