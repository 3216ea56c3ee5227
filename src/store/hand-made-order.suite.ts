import type { Place, Range, RunRow, Store } from '#chat/ports.ts';
import type { Asked, Draft, Entry, Event, RoomId, RoomRef, Seq, Speaker, UserId, UserRef } from '#chat/event.ts';
import type { Outcome, Verdict } from '#chat/outcome.ts';
import { draftId } from '#chat/event.ts';
import { handMadeEffects } from './hand-made-effects.suite.ts';

interface More {
  readonly room?: RoomRef;
  readonly session?: number;
  readonly pair?: readonly [UserId, UserId];
}

const server: UserRef = { id: 0, name: 'server' };

const passing: ReadonlySet<string> = new Set(['came', 'went', 'registered']);
const isKept = ({ kind }: Event): boolean => !passing.has(kind);

/** An order written by a test: outcomes as `decide` would give them, and the entries committed so far. */
export class HandMadeOrder {
  readonly entries: Entry[] = [];
  seq: Seq = 0;
  at = 1_700_000_000_000;
  /** The `via` of the following entries. */
  via: number | undefined;
  #epoch = '';
  #run: { -readonly [key in keyof RunRow]: RunRow[key] } = { id: 0, runId: 'first', node: 'n', upto: 0, beyond: [] };
  #nth = 0;

  place(): Place {
    return { seq: this.seq, at: this.at, epoch: this.#epoch };
  }

  run(): RunRow {
    return { ...this.#run, upto: this.#nth };
  }

  /** Writes outcomes as one batch. Throws if another connection holds the write lock. */
  batch(store: Store, ...outcomes: readonly Outcome[]): void {
    if (store.begin() !== undefined) throw new Error('another connection holds the write lock');
    this.#write(store, outcomes);
  }

  /** Writes outcomes as one batch once no other connection holds the write lock. */
  async batchUnlocked(store: Store, ...outcomes: readonly Outcome[]): Promise<void> {
    await store.begin();
    this.#write(store, outcomes);
  }

  #write(store: Store, outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) store.write(outcome);
    store.commit(this.place(), [this.run()]);
  }

  founded(epoch: string): Outcome {
    this.#epoch = epoch;
    return this.accepted(server, { kind: 'founded', epoch });
  }

  began(runId: string, node = 'n', ended: readonly UserRef[] = []): Outcome {
    this.#run = { id: this.seq + 1, runId, node, upto: 0, beyond: [] };
    this.#nth = 0;
    return this.accepted(server, { kind: 'began', node, rules: 1, ended });
  }

  guest(name: string, session: number, room?: RoomRef): Outcome & { readonly user: UserRef } {
    const user = { id: this.seq + 1, name };
    const memberships = room ? [{ ...room, role: 'member' as const }] : [];
    const event: Event = { kind: 'came', guest: true, joined: room !== undefined, memberships };
    return { ...this.accepted(user, event, { session, ...(room && { room }) }), user };
  }

  registered(name: string, secret: string, id: UserId = this.seq + 1): Outcome & { readonly user: UserRef } {
    const user = { id, name };
    return { ...this.accepted(user, { kind: 'registered' }, {}, { kind: 'registered', name, secret }), user };
  }

  message(from: Speaker, room: RoomRef, text: string, pair?: readonly [UserId, UserId]): Outcome {
    return this.accepted(from, { kind: 'message', text }, { room, ...(pair && { pair }) });
  }

  accepted(
    from: Speaker,
    event: Event,
    { room, session = 1, pair }: More = {},
    asked: Asked = { kind: 'went' },
  ): Outcome {
    const draft = this.#draft(event.kind === 'registered' ? asked : this.#askedFor(event), session);
    this.at += this.seq % 3;
    const via = this.via === undefined ? {} : { via: this.via };
    const base = { seq: ++this.seq, id: draftId(draft), at: this.at, from, ...via };
    const entry: Entry = room ? { ...base, room, event } : { ...base, event };
    if (isKept(event)) this.entries.push(entry);
    const place = { run: this.#run.runId, at: this.at, ...(room && { room }), ...(pair && { pair }) };
    return {
      seq: this.seq,
      draft,
      verdict: {
        kind: 'entry',
        entry,
        kept: isKept(event),
        room: room?.id ?? 0,
        rooms: undefined,
        each: false,
        effects: handMadeEffects(this.seq, from, event, place),
        pair,
        inboxes: undefined,
        waits: false,
        away: undefined,
      },
    };
  }

  /** A no-op or a refusal. */
  other(verdict: Verdict, asked: Asked = { kind: 'left' }, session = 1): Outcome {
    return { seq: ++this.seq, draft: this.#draft(asked, session), verdict };
  }

  read(user: UserId, room: RoomId, upto: Seq): Outcome {
    const effects = [{ kind: 'cursor', user, room, upto } as const];
    return this.other({ kind: 'applied', effects }, { kind: 'read', upto });
  }

  #draft(event: Asked, session: number): Draft {
    return { run: this.#run.runId, nth: ++this.#nth, settledUpto: 0, session, at: this.at, event };
  }

  /** The store reads only its kind. */
  #askedFor(event: Event): Asked {
    return event.kind === 'came' ? { kind: 'came', as: { guest: '' } } : { kind: 'went' };
  }
}

/** A room that the next entry creates. */
export const newRoom = (order: HandMadeOrder, name: string): RoomRef => ({ id: order.seq + 1, name });

/** The range of all entries. */
export const everything: Range = { after: 0, before: Number.POSITIVE_INFINITY, limit: 1_000_000, first: true };
