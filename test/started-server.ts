import { connectTcp } from '#link/tcp/tcp.ts';
import { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';

const usualEvents: ReadonlySet<string> = new Set(['started', 'listening', 'stopping', 'stopped']);

/** A `polylogue` command that serves, with what it prints. */
export abstract class StartedServer implements AsyncDisposable {
  stdout = '';
  stderr = '';
  #wake: () => void = () => {};

  abstract get ended(): boolean;
  abstract kill(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal that ended it, once it has ended and all it wrote was read. */
  abstract exit(): Promise<number | NodeJS.Signals>;
  abstract [Symbol.asyncDispose](): Promise<void>;

  protected wrote(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    this.#wake();
  }

  protected hasEnded(): void {
    this.#wake();
  }

  async ready(): Promise<void> {
    while (!this.stdout.endsWith('\nready\n')) {
      if (this.ended) throw new Error(`the server has ended: ${this.stderr}`);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `ready; it printed: ${this.stdout}${this.stderr}`);
    }
  }

  /** What it said on standard error beside its log. */
  get said(): string {
    return this.stderr.replace(/^{.*}\n/gm, '');
  }

  /** The lines of its log, without the usual ones of a start and an end. */
  get logged(): readonly Readonly<Record<string, unknown>>[] {
    return this.logLines.filter(({ event }) => !usualEvents.has(String(event)));
  }

  get logLines(): readonly Readonly<Record<string, unknown>>[] {
    return [...this.stderr.matchAll(/^{.*}\n/gm)].map(([line]): Record<string, unknown> => JSON.parse(line));
  }

  /** Resolves when it has logged that event. */
  async logs(event: string): Promise<void> {
    while (!this.logLines.some((line) => line['event'] === event)) {
      if (this.ended) throw new Error(`the server has ended without ${event}: ${this.stderr}`);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `${event}; it logged: ${this.stderr}`);
    }
  }

  /** The ports of its nick listeners, in the order it printed them. */
  get ports(): readonly number[] {
    return [...this.stdout.matchAll(/^listening nick:\/\/\S+:(\d+) /gm)].map(([, port]) => Number(port));
  }

  /** A new link to its first listener. */
  async connect(port: number = this.ports[0] ?? 0): Promise<NickPeer> {
    return new NickPeer(await connectTcp({ host: '127.0.0.1', port }));
  }

  async join(name: string): Promise<NickPeer> {
    return (await this.connect()).come(name);
  }
}
