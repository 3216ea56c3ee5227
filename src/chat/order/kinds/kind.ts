import type { Effect } from '#chat/effect.ts';
import type { Asked, AskedKind, Entry, Event, EventKind, KeptKind, Ordered, RoomRef } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { Present, World } from '#chat/order/world.ts';

/**
 * How drafts of one kind are judged: one function for each kind of asker that may ask for it. All are pure (see `decide`).
 */
export interface Judges<K extends AskedKind> {
  /** Any asker, even before the order has its epoch. */
  readonly byAnyone?: ((world: World, ordered: Ordered, asked: Asked<K>) => Verdict) | undefined;
  /** A run that has not begun. */
  readonly byNewRun?: ((world: World, ordered: Ordered, asked: Asked<K>) => Verdict) | undefined;
  /** A session, logged in or not. */
  readonly bySession?:
    | ((world: World, ordered: Ordered, asked: Asked<K>, user: Present | undefined) => Verdict)
    | undefined;
  /** A session that has logged in. */
  readonly byUser?: ((world: World, ordered: Ordered, asked: Asked<K>, user: Present) => Verdict) | undefined;
  /** A node itself. */
  readonly byNode?: ((world: World, ordered: Ordered, asked: Asked<K>) => Verdict) | undefined;
}

/** What an entry of one kind does. The world is as it was before the entry. */
export interface EventRules<K extends EventKind> {
  /** Kept in the log and found in history. */
  readonly kept: K extends KeptKind ? true : false;
  /** The rooms it concerns; without this function, the one it is in. */
  readonly concerns?: ((world: World, entry: Entry, event: Event<K>) => readonly RoomRef[]) | undefined;
  /** It is delivered in each room it concerns; otherwise once to everybody who hears any of them. */
  readonly each?: true | undefined;
  /** What it changes; without this function, nothing. */
  readonly effects?: ((world: World, entry: Entry, event: Event<K>) => readonly Effect[] | undefined) | undefined;
}

/** An event whose draft has the same kind. */
export type Kind<K extends AskedKind & EventKind> = Judges<K> & EventRules<K>;

/** The row of an event. */
export const kind = <K extends AskedKind & EventKind>(row: Kind<K>): Kind<K> => inShape(row, row);

/** The row of a draft that becomes an event of another kind, or none. */
export const asking = <K extends AskedKind>(row: Judges<K>): Judges<K> => inShape(row, nothing);

const nothing: EventRules<'went'> = { kept: false };

/** All rows have the same fields in the same order: `decide` reads objects of one shape faster. */
function inShape<K extends AskedKind, E extends EventKind>(
  { byAnyone, byNewRun, bySession, byUser, byNode }: Judges<K>,
  { kept, concerns, each, effects }: EventRules<E>,
): Judges<K> & EventRules<E> {
  return { byAnyone, byNewRun, bySession, byUser, byNode, kept, concerns, each, effects };
}
