import type { RoomId, Seq, UserId } from '#chat/event.ts';
import { openRules, type Rules } from '#chat/rules.ts';
import { Asking } from './asking.ts';
import type { Behind } from './behind.ts';
import type { Drafting } from './drafting.ts';
import type { Format, Item } from './format.ts';
import type { Gathered } from './gathered.ts';
import { Origin } from './origin.ts';
import type { Ask, Session } from './session.ts';

/**
 * How far a session is on its way out. `ended`: its peer asks nothing more; it closes once all it has asked is done and its
 * mail is written. `closing`: it goes once what it has posted is in the order. `gone`: it is, and the session is over once
 * its answers are given.
 */
export type SeatState = 'open' | 'ended' | 'closing' | 'gone';

/** What the hub keeps of a session. `A` is what the session asks with, `F` what it is handed. */
export class Seat<A extends Ask = Ask, F extends Item = Item> {
  /** Its number within the run. */
  readonly id: number;
  readonly session: Session<A, F>;
  format: Format<F>;
  readonly rules: Rules;
  /** From where its peer came, as text; what counts wrong passwords. */
  readonly address: string;
  /** What it shares with the other sessions from there. */
  readonly origin: Origin;
  state: SeatState = 'open';
  /** 0 until it has come. */
  user: UserId = 0;
  /** Its user has an account. */
  account = false;
  /** Channels it hears. */
  heard: readonly RoomId[] = noRooms;
  /** Channels it has asked for, and did not leave itself: it hears them whenever its user is a member. */
  wanted: readonly RoomId[] = noRooms;
  /** A list of it alone, once somebody has asked for one. */
  alone: readonly Seat[] | undefined = undefined;
  /** Intake's. */
  readonly asking: Asking = new Asking();
  /** The draft queue's, while it has something of it. */
  drafting: Drafting | undefined = undefined;
  /** Outgoing's, while a delivery has something for it. */
  gathered: Gathered | undefined = undefined;
  /** What it has to read while it hears nothing live: catch-up's. */
  behind: Behind | undefined = undefined;
  /** The last place that it was told it has reached. */
  toldPlace: Seq = 0;
  /** It was written private words that no delivery cursor counts yet: mail's. */
  unsaved = false;

  constructor(
    id: number,
    session: Session<A, F>,
    rules: Rules = openRules,
    address = '',
    origin: Origin = new Origin(),
  ) {
    this.id = id;
    this.session = session;
    this.format = session.format;
    this.rules = rules;
    this.address = address;
    this.origin = origin;
  }

  /** It is over, or about to be: nothing it asks counts any more. */
  get closing(): boolean {
    return this.state === 'closing' || this.state === 'gone';
  }

  /** Its password waits or is being checked. */
  get isChecked(): boolean {
    return this.asking.checks > 0;
  }

  /** What is said to its user in private is handed over to it as it comes. */
  get takesPrivate(): boolean {
    return this.format.takesMail || !this.account;
  }

  get idle(): boolean {
    return this.asking.first === undefined;
  }
}

export const noRooms: readonly RoomId[] = [];
