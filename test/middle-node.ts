import { randomCodes } from '#server/codes.ts';
import type { Bus, Clock, Store } from '#chat/ports.ts';
import type { DatabaseSync } from 'node:sqlite';

import type { RunningChat } from '#chat/chat.ts';
import { createChat } from '#chat/composition/create-chat.ts';
import type { Asked } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { openStore } from '#store/open-store.ts';

import { turns } from './middle-random.ts';
import { Recorder, type Temper } from './middle-recorder.ts';

/** A store whose rows a test can read. */
export interface OpenedStore {
  readonly store: Store;
  /** Every row of every table. */
  rows(): Readonly<Record<string, readonly string[]>>;
}

/** A store in memory; `indexEvery` as in `ReplaceableParts`. */
export async function openRows(dir = ':memory:', indexEvery = 4096): Promise<OpenedStore> {
  let db: DatabaseSync | undefined;
  const store = await openStore({
    dir,
    durability: 'relaxed',
    parts: {
      indexEvery,
      connected: (connection) => (db = connection),
      checkpointer: () => ({ run: async () => ({ frames: 0, done: 0 }), close: async () => {} }),
    },
  });
  if (!db) throw new Error('the store did not show its connection');
  const connection = db;
  return { store, rows: () => rowsOf(connection) };
}

function rowsOf(db: DatabaseSync): Record<string, readonly string[]> {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const dump: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const rows = db.prepare(`SELECT * FROM "${String(name)}"`).all();
    dump[String(name)] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return dump;
}

/** A clock that advances by 25 ms in each turn of the event loop. */
export function turnClock(start = 0): Clock {
  let now = start;
  return {
    now: () => now++,
    elapsed: () => now,
    after(ms, call) {
      let calledOff = false;
      void turns(Math.max(3, Math.ceil(ms / 25))).then(() => calledOff || call());
      return () => (calledOff = true);
    },
  };
}

/** A session of a node, with its requests. */
export interface Member {
  readonly key: string;
  readonly recorder: Recorder;
  readonly seat: Seat<number>;
  /** The drafts it published, as `run-nth`, in the order asked. */
  readonly asked: string[];
}

/** Drafts that the chat itself posts for a session. */
const itsOwn: ReadonlySet<string> = new Set(['went', 'delivered', 'heard']);

/** One run of one node, whose sessions are recorders. */
export class MiddleNode {
  readonly chat: RunningChat;
  readonly members: Member[] = [];
  readonly bugs: unknown[] = [];
  /** The last seq it has shown, once it has stopped. */
  stoppedAt: number | undefined;
  /** The last entry that was shown, also of a batch that is still being written. */
  #lastShown = 0;
  readonly #run: string;
  readonly #asked = new Map<number, string[]>();

  constructor(name: string, run: string, store: Store, bus: Bus, clock: Clock) {
    this.#run = run;
    let ids = 0;
    const seen = new Set<number>();
    const noting: Bus = {
      name: bus.name,
      follow: (after, apply, signal) => bus.follow(after, apply, signal),
      whenReady: (publish) => bus.whenReady(publish),
      publish: (drafts) => {
        if (this.stoppedAt !== undefined) return new Promise(() => {});
        for (const draft of drafts) {
          const own = itsOwn.has(draft.event.kind);
          if (!own && !seen.has(draft.nth)) this.#asked.get(draft.session)?.push(`${draft.run}-${draft.nth}`);
          seen.add(draft.nth);
        }
        return bus.publish(drafts);
      },
    };
    this.chat = createChat({
      store,
      bus: noting,
      clock,
      node: name,
      newId: () => (ids++ === 0 ? run : `epochof${run}`),
      passwords: { hash: async (password) => password, verify: async (password, secret) => password === secret },
      codes: randomCodes,
      onBug: (error) => this.bugs.push(error),
      // After two writes, each of which takes a ms, the rest of a batch waits for the next turn.
      loop: { next: (call) => void turns(1).then(call), allows: (most) => Math.min(most, 2), worked: () => 0 },
      writesAtOnce: 1,
    });
    this.chat.watch(({ seq }) => (this.#lastShown = seq));
  }

  /** Up to where its users may read: further than `cursor` while a batch is being written. */
  get shown(): number {
    return Math.max(this.#lastShown, this.chat.cursor().seq);
  }

  open(temper: Temper): Member {
    const recorder = new Recorder(temper);
    recorder.onSend = () => void this.chat.clock.now();
    const seat = this.chat.open(recorder);
    const asked: string[] = [];
    this.#asked.set(seat.id, asked);
    const member: Member = { key: `${this.#run}:${seat.id}`, recorder, seat, asked };
    this.members.push(member);
    return member;
  }

  ask(member: Member, event: Asked, room?: string): void {
    this.chat.post(member.seat, event, member.recorder.answers.length, room);
  }

  /** Stops like a crash: nothing more is sent, and the order contains no departures. */
  async crash(): Promise<void> {
    this.stoppedAt = Infinity;
    await this.chat.stop();
    this.stoppedAt = this.chat.cursor().seq;
  }

  get present(): readonly Member[] {
    return this.members.filter(({ seat, recorder }) => !seat.closing && !recorder.over);
  }
}
