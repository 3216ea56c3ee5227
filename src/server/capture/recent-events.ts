import type { CaptureEvent, LinkFacts } from './capture-event.ts';

/** Events of one batch, and the bytes of memory that they occupy. */
interface Portion {
  readonly events: readonly CaptureEvent[];
  readonly bytes: number;
}

/** A link with events in memory. */
export interface KeptSession {
  readonly id: number;
  readonly place: number;
  readonly user: string | undefined;
  readonly address: string;
  readonly port: number;
  /** When it was opened, or first seen. */
  readonly began: bigint;
  /** When it was closed; undefined: it is open. */
  readonly ended: bigint | undefined;
  /** Bytes of both sides that are kept. */
  readonly bytes: number;
}

interface Session {
  readonly facts: LinkFacts;
  readonly began: bigint;
  user: string | undefined;
  ended: bigint | undefined;
  /** Its events in memory. */
  kept: number;
}

/** Roughly the memory of one event in bytes, without its data. */
const overhead = 160;

/** The most recent events of all links, in a bounded amount of memory. The oldest are dropped first. */
export class RecentEvents {
  readonly #limit: number;
  readonly #portions: Portion[] = [];
  readonly #sessions = new Map<number, Session>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `held`: bytes of memory that the events occupy, with their data. */
  add(events: readonly CaptureEvent[], held: number): void {
    for (const event of events) this.#note(event);
    const bytes = held + events.length * overhead;
    this.#portions.push({ events, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#limit) this.#evict();
  }

  /** The events in memory of these links, in order. */
  *eventsOf(ids: ReadonlySet<number>): Generator<CaptureEvent> {
    for (const { events } of this.#portions) {
      for (const event of events) if (ids.has(idOf(event))) yield event;
    }
  }

  factsOf(id: number): LinkFacts | undefined {
    const session = this.#sessions.get(id);
    return session && { ...session.facts, user: session.user };
  }

  get sessions(): readonly KeptSession[] {
    const bytes = new Map<number, number>();
    for (const { events } of this.#portions) {
      for (const event of events) {
        if (event.kind === 'bytes') bytes.set(event.id, (bytes.get(event.id) ?? 0) + event.bytes.length);
      }
    }
    return Array.from(this.#sessions, ([id, { facts, began, user, ended }]) => {
      const { address, port } = facts.client;
      return { id, place: facts.place, user, address, port, began, ended, bytes: bytes.get(id) ?? 0 };
    });
  }

  #note(event: CaptureEvent): void {
    if (event.kind === 'opened') {
      const { facts, time } = event;
      this.#sessions.set(facts.id, { facts, began: time, user: facts.user, ended: undefined, kept: 1 });
      return;
    }
    const session = this.#sessions.get(event.id);
    if (!session) return;
    session.kept++;
    if (event.kind === 'named') session.user = event.user;
    if (event.kind === 'closed') session.ended = event.time;
  }

  #evict(): void {
    const portion = this.#portions.shift();
    this.#bytes -= portion?.bytes ?? this.#bytes;
    for (const event of portion?.events ?? []) {
      const session = this.#sessions.get(idOf(event));
      if (session && --session.kept === 0 && session.ended !== undefined) this.#sessions.delete(idOf(event));
    }
  }
}

const idOf = (event: CaptureEvent): number => (event.kind === 'opened' ? event.facts.id : event.id);
