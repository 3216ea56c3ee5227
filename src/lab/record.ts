import type { Link, LinkEnd, Peer } from '#link/link.ts';
import type { After } from '#link/after.ts';
import { OutboxBudget } from '#link/outbox/outbox-budget.ts';
import { connectTcp, listenTcp } from '#link/tcp/tcp.ts';

import type { ActorDeed } from './transcript-line.ts';
import { relay } from './record-relay.ts';
import { Script } from './record-script.ts';
import type { ScriptOptions } from './record-script.ts';

export interface RecordOptions extends Omit<ScriptOptions, 'write'> {
  /** The server. */
  readonly host: string;
  readonly port: number;
  /** The port for clients, on loopback; 0 for any free port. */
  readonly listen: number;
  /** Takes whole lines, in order. If it throws, the recording ends. */
  readonly write: (text: string) => void;
  /** Called with a sentence about an error that does not end the recording. */
  readonly say: (sentence: string) => void;
  /** Another observer of the bytes, besides the transcript. */
  readonly watch?: RecordWatch | undefined;
}

/** Observes a recorder. `id`: numbers the clients from 1. */
export interface RecordWatch {
  opened(id: number, client: Peer, server: Peer): void;
  wrote(id: number, side: 'client' | 'server', bytes: Uint8Array): void;
  ended(id: number, side: 'client' | 'server', how: 'fin' | 'reset'): void;
  /** Both sides have ended. */
  closed(id: number): void;
}

/** A proxy that writes a transcript. */
export interface Recorder {
  readonly port: number;
  readonly script: Pick<Script, 'actors' | 'lines'>;
  /** Rejects when the transcript cannot be written; then all links are cut off. */
  readonly failed: Promise<never>;
  /** Writes the rest and cuts off all links. */
  stop(): Promise<void>;
}

const connectTimeout = 10_000;

/** A client that closed its sending side may read as long as the server writes: a proxy has no timeout. */
const never: After = () => () => {};

/**
 * Accepts clients, opens a link to the server for each, passes all bytes at once and writes the transcript. Rejects
 * with Node's error if it cannot listen.
 */
export async function record(options: RecordOptions): Promise<Recorder> {
  const stopping = new AbortController();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const links = new Set<Link>();
  const cutOffAll = (): void => {
    stopping.abort();
    for (const link of links) link.abort();
  };
  const write = (text: string): void => {
    if (stopping.signal.aborted) return;
    try {
      options.write(text);
    } catch (error) {
      cutOffAll();
      broken.reject(error);
    }
  };
  const script = new Script({ ...options, write });
  const settings = { after: never, budget: new OutboxBudget(Number.MAX_SAFE_INTEGER) };

  async function accept(client: Link): Promise<void> {
    links.add(client);
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(connectTimeout)]);
    try {
      const server = await connectTcp({ ...settings, host: options.host, port: options.port, signal });
      links.add(server);
      pass(script, { client, server, watch: options.watch }, () => {
        links.delete(client);
        links.delete(server);
      });
    } catch (error) {
      client.abort();
      links.delete(client);
      if (stopping.signal.aborted) return;
      script.comment('Somebody came, and the server could not be reached.');
      options.say(`a client came, but ${options.host}:${options.port} could not be reached: ${reasonOf(error)}.`);
    }
  }

  const onAcceptError = (error: Error): void => options.say(`a client could not be accepted: ${error.message}.`);
  const listening = await listenTcp({ ...settings, port: options.listen, onAcceptError }, (client) => {
    void accept(client);
  });
  return {
    port: listening.port,
    script,
    failed: broken.promise,
    async stop() {
      await listening.close();
      script.flush();
      cutOffAll();
    },
  };
}

interface Pair {
  readonly client: Link;
  readonly server: Link;
  readonly watch: RecordWatch | undefined;
}

/** Passes the bytes of both sides. `over` is called when both have ended. */
function pass(script: Script, { client, server, watch }: Pair, over: () => void): void {
  const actor = script.opens();
  const id = script.actors;
  watch?.opened(id, client.peer, server.peer);
  let [ends, cut] = [0, false];
  const ended = (how: LinkEnd, side: 'client' | 'server', deeds: Record<'ended' | 'reset', ActorDeed>): void => {
    const other = side === 'client' ? server : client;
    if (!cut && (how === 'ended' || how === 'reset')) watch?.ended(id, side, how === 'ended' ? 'fin' : 'reset');
    if (++ends === 2) {
      watch?.closed(id);
      over();
    }
    // Any other end is caused by us, and after a reset nothing is of interest.
    if (cut || (how !== 'ended' && how !== 'reset')) return;
    script.ends(actor, deeds[how]);
    cut = how === 'reset';
    if (cut) other.abort();
    else other.end();
  };
  relay(client, server, {
    took(chunk) {
      script.client(actor, chunk);
      watch?.wrote(id, 'client', chunk);
    },
    ended: (how) => ended(how, 'client', { ended: 'hangs up', reset: 'is cut off' }),
  });
  relay(server, client, {
    took(chunk) {
      script.server(actor, chunk);
      watch?.wrote(id, 'server', chunk);
    },
    ended: (how) => ended(how, 'server', { ended: 'S closes', reset: 'S resets' }),
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'it refuses connections';
  if (error.name === 'TimeoutError') return `it did not answer in ${connectTimeout / 1000} seconds`;
  return error.message || code;
}
