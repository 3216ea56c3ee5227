import { Buffer } from 'node:buffer';

import type { TranscriptServer, Wire, WireEnd } from './transcript-server.ts';

/** What a little server does with a chunk it has read. */
export type Told = (chunk: string, line: ServerSide) => void;

/** What the little servers below can do with a link. */
export interface ServerSide {
  say(text: string): void;
  end(how: WireEnd): void;
  readonly all: readonly ServerSide[];
  /** Calls back when the clock has moved that far. */
  after(ms: number, ring: () => void): void;
  /** Reads no more. */
  deafen(): void;
}

/** Echoes every chunk in brackets, and obeys a few words. */
export const echo: Told = (chunk, line) => {
  const [word = '', ...rest] = chunk.split(' ');
  const text = rest.join(' ');
  if (word === 'BYE') line.end('closed');
  else if (word === 'DROP') line.end('reset');
  else if (word === 'DEAF') line.deafen();
  else if (word === 'DRIP') for (const byte of text) line.say(byte);
  else if (word === 'LATER') line.after(1000, () => line.say(text));
  else if (word === 'ALL') for (const other of line.all) other.say(text);
  else line.say(`[${chunk}]`);
};

export interface Wires extends TranscriptServer {
  /** Everything the actors' sides were asked to do. */
  readonly deeds: string[];
}

/** A server in memory that reads one turn late: everything written until then is one chunk. */
export function serverOf(told: Told, hungUp: (line: ServerSide) => void = (line) => line.end('closed')): Wires {
  const deeds: string[] = [];
  const alarms: { at: number; ring: () => void }[] = [];
  const all: ServerSide[] = [];
  let now = 0;
  const connect = async (dialect: string): Promise<Wire> => {
    deeds.push(`connect ${dialect}`);
    const heard: (Uint8Array | WireEnd)[] = [];
    let [waiting, deaf] = ['', false];
    let wake = Promise.withResolvers<void>();
    const hear = (what: Uint8Array | WireEnd): void => {
      if (typeof heard.at(-1) !== 'string') heard.push(what);
      wake.resolve();
      wake = Promise.withResolvers();
    };
    const line: ServerSide = {
      all,
      say: (text) => hear(Buffer.from(text)),
      end: hear,
      after: (ms, ring) => alarms.push({ at: now + ms, ring }),
      deafen: () => (deaf = true),
    };
    all.push(line);
    line.say('HELLO');
    return {
      async write(bytes) {
        waiting += Buffer.from(bytes).toString();
        if (deaf) return await new Promise<void>(() => undefined);
        await new Promise((resolve) => setImmediate(resolve));
        if (waiting !== '') told(waiting, line);
        waiting = '';
      },
      async read() {
        for (;;) {
          const next = typeof heard[0] === 'string' ? heard[0] : heard.shift();
          if (next !== undefined) return next;
          await wake.promise;
        }
      },
      hangUp() {
        deeds.push('hang up');
        hungUp(line);
      },
      cutOff() {
        deeds.push('cut off');
        hear('reset');
      },
    };
  };
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    for (const alarm of alarms.splice(0)) {
      if (alarm.at > now) alarms.push(alarm);
      else alarm.ring();
    }
  };
  return { deeds, connect, pass, close: async () => undefined };
}
