import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

import type { TranscriptServer, Wire } from '#lab/transcript-server.ts';

import { openServer } from '../../../test/transcript-server.ts';
import { nick } from '../nick/nick.ts';
import { web } from './web.ts';

/** A server in memory that speaks web and nick. */
export async function openWeb(t: TestContext): Promise<TranscriptServer> {
  const server = await openServer('in memory', [web, nick]);
  t.after(() => server.close());
  return server;
}

/** A frame of the server, as far as a test looks at it. */
export interface Heard {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A client that writes requests and reads frames. */
export class Client {
  readonly wire: Wire;
  #rest = '';
  #refs = 0;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  static async guest(server: TranscriptServer, name: string): Promise<Client> {
    const client = new Client(await server.connect('web'));
    await client.ask('login', { name });
    await client.ask('join', { room: '#lobby' });
    return client;
  }

  write(text: string): Promise<void> {
    return this.wire.write(Buffer.from(text));
  }

  /** The answer, and what came before it. */
  async ask(type: string, fields: object = {}): Promise<{ answer: Heard; before: readonly Heard[] }> {
    const ref = ++this.#refs;
    await this.write(`${JSON.stringify({ type, ref, ...fields })}\n`);
    const before: Heard[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame['ref'] === ref) return { answer: frame, before };
      before.push(frame);
    }
  }

  async next(): Promise<Heard> {
    while (!this.#rest.includes('\n')) {
      const chunk = await this.wire.read();
      assert.ok(typeof chunk !== 'string', 'the link is over');
      this.#rest += Buffer.from(chunk).toString();
    }
    const end = this.#rest.indexOf('\n');
    const line: unknown = JSON.parse(this.#rest.slice(0, end));
    this.#rest = this.#rest.slice(end + 1);
    assert.ok(typeof line === 'object' && line !== null && 'type' in line && typeof line.type === 'string');
    return { ...line, type: line.type };
  }

  /** Reads on to the next frame of that type. */
  async hears(type: string): Promise<Heard> {
    for (;;) {
      const frame = await this.next();
      if (frame.type === type) return frame;
    }
  }
}
