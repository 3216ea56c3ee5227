import type { Entry, Message, Program, Seq, Shown, User, UserRef } from '#dialects/web/protocol.ts';
import type { Outbox, Pending } from './outbox.ts';
import { isJoinOrLeave, isMessage, type Timeline } from './timeline.ts';

/** The rows of a room, from top to bottom. `first`: the sender's name is shown. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  /** The line "New": everything below it is new. */
  | { readonly kind: 'new'; readonly key: 'new' }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly first: boolean }
  /** Consecutive joins and leaves. */
  | { readonly kind: 'joins-and-leaves'; readonly key: string; readonly entries: readonly Shown[] }
  | { readonly kind: 'event'; readonly key: string; readonly entry: Exclude<Shown, Message> }
  /** Messages of ignored users. */
  | { readonly kind: 'ignored'; readonly key: string; readonly count: number }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: Pending; readonly first: boolean };

export interface Scene {
  readonly timeline: Timeline;
  readonly pending: Outbox;
  readonly self: User;
  /** The room had been read up to this place when it was opened. */
  readonly newAfter: Seq | undefined;
  readonly ignored: readonly UserRef[];
  /** The day of a time, in the reader's time zone. */
  dayOf(at: number): string;
}

/** Within this time, in ms, the name of the same sender is not repeated. */
const together = 5 * 60_000;

/** A bot or webhook of an account counts as another sender than its owner. */
const speakerOf = ({ id }: User, by?: Program): string => (by ? `${id} ${by.kind} ${by.label}` : String(id));

/** Whether an entry comes from another user, and so can be new. */
const isNews = (entry: Shown, self: User): boolean => isMessage(entry) && entry.from.id !== self.id;

class Rows {
  readonly rows: Row[] = [];
  readonly #scene: Scene;
  #day = '';
  #last: { speaker: string; at: number } | undefined;
  #isNewShown = false;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  add(entry: Shown): void {
    this.#addDay(entry.at);
    this.#addNew(entry);
    if (isMessage(entry)) this.#addMessage(entry);
    else this.#addEvent(entry);
  }

  addPending(pending: Pending): void {
    this.#addDay(pending.at);
    const first = this.#isFirst(speakerOf(this.#scene.self), pending.at);
    this.rows.push({ kind: 'pending', key: pending.once, pending, first });
  }

  #addDay(at: number): void {
    const day = this.#scene.dayOf(at);
    if (day === this.#day) return;
    this.#day = day;
    this.#last = undefined;
    this.rows.push({ kind: 'day', key: `day ${day}`, at });
  }

  #addNew(entry: Shown): void {
    const { newAfter, self } = this.#scene;
    if (this.#isNewShown || newAfter === undefined || entry.seq <= newAfter || !isNews(entry, self)) return;
    this.#isNewShown = true;
    this.#last = undefined;
    this.rows.push({ kind: 'new', key: 'new' });
  }

  #addMessage(message: Message): void {
    if (this.#isIgnored(message)) return this.#addIgnored(message);
    const first = this.#isFirst(speakerOf(message.from, message.by), message.at) || message.reply !== undefined;
    if (message.style === 'action') this.#last = undefined;
    this.rows.push({ kind: 'message', key: String(message.seq), message, first });
  }

  #isIgnored({ from }: Shown): boolean {
    return this.#scene.ignored.some(({ id }) => id === from.id);
  }

  #isFirst(speaker: string, at: number): boolean {
    const last = this.#last;
    this.#last = { speaker, at };
    return last === undefined || last.speaker !== speaker || at - last.at > together;
  }

  #addIgnored(message: Message): void {
    this.#last = undefined;
    const last = this.rows.at(-1);
    if (last?.kind === 'ignored') this.rows[this.rows.length - 1] = { ...last, count: last.count + 1 };
    else this.rows.push({ kind: 'ignored', key: `ignored ${message.seq}`, count: 1 });
  }

  #addEvent(entry: Exclude<Shown, Message>): void {
    // Invitations of ignored users are not pushed either.
    if (entry.kind === 'invited' && this.#isIgnored(entry)) return;
    this.#last = undefined;
    if (!isJoinOrLeave(entry)) {
      this.rows.push({ kind: 'event', key: String(entry.seq), entry });
      return;
    }
    const last = this.rows.at(-1);
    if (last?.kind === 'joins-and-leaves')
      this.rows[this.rows.length - 1] = { ...last, entries: [...last.entries, entry] };
    else this.rows.push({ kind: 'joins-and-leaves', key: `joins-and-leaves ${entry.seq}`, entries: [entry] });
  }
}

/** The rows of a room: its entries, and at the end our own messages that are being sent. */
export function rowsOf(scene: Scene): readonly Row[] {
  const rows = new Rows(scene);
  for (const entry of scene.timeline.items) rows.add(entry);
  // Messages being sent belong at the end, which is not loaded.
  if (!scene.timeline.later) for (const pending of scene.pending) rows.addPending(pending);
  return rows.rows;
}

/** Joins and leaves: each user once, with the last event. */
export function joinsAndLeavesOf(entries: readonly Shown[]): {
  readonly joined: readonly string[];
  readonly left: readonly string[];
} {
  const last = new Map(entries.map((entry) => [entry.from.id, entry]));
  const names = (kind: Entry['kind']): string[] =>
    [...last.values()].filter((entry) => entry.kind === kind).map(({ from }) => from.name);
  return { joined: names('joined'), left: names('left') };
}
