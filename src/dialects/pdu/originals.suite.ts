import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

/** What the original programs do, on lines in place of streams; written from what is known of them, not with our codec. */

type Payload = Readonly<Record<string, unknown>>;

interface Message {
  readonly mtype: number;
  readonly payload: Payload;
}

/** `json.dumps` of flat things. */
function dumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumps).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, each]) => `${dumps(key)}: ${dumps(each)}`)
      .join(', ')}}`;
  }
  const text = JSON.stringify(value);
  return text.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const toBytes = (mtype: number, payload: Payload): Buffer =>
  Buffer.from(dumps({ mtype, payload, version: '1.0.0', sz: dumps(payload).length }));

function fromBytes(data: string): Message {
  const { mtype, payload } = JSON.parse(data) as Message;
  return { mtype, payload };
}

/** A connection, as the original's engine shows it to its client: many streams out, one queue in. */
export interface Engine {
  send(stream: 0 | 4 | 8, pdu: Buffer): void | Promise<void>;
  /** What was read next, on whichever stream; undefined when it is over. */
  receive(): Promise<string | undefined>;
}

/** All streams in lines on one link. */
export function lineEngine(wire: {
  read(): Promise<Uint8Array | string>;
  write(bytes: Uint8Array): Promise<void>;
}): Engine {
  let received = '';
  return {
    send: (_, pdu) => wire.write(Buffer.concat([pdu, Buffer.from('\n')])),
    async receive() {
      for (;;) {
        const end = received.indexOf('\n');
        const line = received.slice(0, end);
        if (end !== -1) received = received.slice(end + 1);
        if (end !== -1) return line;
        const chunk = await wire.read();
        if (typeof chunk === 'string') return undefined;
        received += Buffer.from(chunk).toString();
      }
    },
  };
}

/** The original's client: every request waits for one answer, whatever it is. */
export class OriginalClient {
  readonly #engine: Engine;
  #id: unknown = undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async #asks(stream: 0 | 4 | 8, mtype: number, payload: Payload): Promise<Message> {
    await this.#engine.send(stream, toBytes(mtype, payload));
    const data = await this.#engine.receive();
    if (data === undefined) throw new Error('the connection is over');
    return fromBytes(data);
  }

  /** What it comes to: a version, or an error's text. */
  async negotiates(...versions: readonly string[]): Promise<unknown> {
    const { payload } = await this.#asks(0, 7, { supported_versions: versions });
    return payload['selected_version'] ?? payload['message'];
  }

  /** The id, or why there is none. */
  async logsIn(username: string, password: string): Promise<unknown> {
    const { mtype, payload } = await this.#asks(4, 1, { username, password });
    if (mtype === 5) return payload['message'];
    if (payload['auth'] !== 0) return 'bad credentials';
    return (this.#id = payload['id']);
  }

  /** What the server says to it. */
  async chats(message: string): Promise<unknown> {
    const { payload } = await this.#asks(4, 3, { id: this.#id, time: 1795210681, message });
    return payload['message'];
  }

  async pings(): Promise<void> {
    await this.#engine.send(0, toBytes(6, { id: this.#id }));
  }

  async logsOut(): Promise<void> {
    await this.#engine.send(8, toBytes(4, { id: this.#id }));
  }
}

const accounts: Readonly<Record<string, string>> = { user1: 'pass1', user2: 'pass2' };

/** The original's server. Nothing ends a session but a logout: not the end of a connection. */
export class OriginalServer {
  readonly #sessions = new Map<unknown, unknown>();
  #ids = 0;

  connect(): Link {
    const [ours, theirs] = pipe();
    let received = '';
    theirs.read({
      take: (chunk) => {
        const lines = (received + Buffer.from(chunk).toString()).split('\n');
        received = lines.pop() ?? '';
        for (const line of lines) this.#handle(theirs, fromBytes(line));
        return chunk.length;
      },
      ended: () => theirs.end(),
    });
    return ours;
  }

  get sessions(): readonly unknown[] {
    return [...this.#sessions.values()];
  }

  #handle(link: Link, { mtype, payload }: Message): void {
    const answer = this.#answer(mtype, payload);
    if (answer) link.write(Buffer.concat([answer, Buffer.from('\n')]));
  }

  #answer(mtype: number, payload: Payload): Buffer | undefined {
    switch (mtype) {
      case 7:
        return negotiate(payload['supported_versions']);
      case 1:
        return this.#logIn(String(payload['username']), payload['password']);
      case 3:
        return this.#sessions.has(payload['id'])
          ? toBytes(3, payload)
          : toBytes(5, { id: payload['id'], error_code: 1, message: 'Client session not found' });
      case 4:
        this.#sessions.delete(payload['id']);
        return undefined;
      default:
        return undefined;
    }
  }

  #logIn(username: string, password: unknown): Buffer {
    if (this.sessions.includes(username)) {
      return toBytes(5, { id: -1, error_code: 3, message: 'User already logged in from another location' });
    }
    if (accounts[username] !== password) return toBytes(2, { auth: 1, id: -1 });
    this.#sessions.set(++this.#ids, username);
    return toBytes(2, { auth: 0, id: this.#ids });
  }
}

function negotiate(offered: unknown): Buffer {
  const theirs: readonly unknown[] = Array.isArray(offered) ? offered : [];
  const selected = theirs.find((each) => each === '1.2' || each === '1.1' || each === '1.0');
  if (selected === undefined) return toBytes(5, { id: -1, error_code: 5, message: 'Incompatible version' });
  return toBytes(8, { selected_version: selected, success: true });
}
