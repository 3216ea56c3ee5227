import type { Acting, RoomId, Seq, UserId } from '#chat/event.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import { SessionRequests } from './requests/session-requests.ts';
import type { MissedRanges } from './catch-up/missed-ranges.ts';
import type { SessionDrafts } from './requests/session-drafts.ts';
import type { Format, Item } from './format.ts';
import type { Gathered } from './delivery/gathered-items.ts';
import { ClientNetwork } from './turns/client-network.ts';
import type { Ask, Session } from './session.ts';

/**
 * The stage of a session's end. `ended`: its peer sends nothing more; it closes once all its requests are done and its mail
 * is written. `closing`: it departs once its posts are in the order. `gone`: its departure is in the order; the session is
 * over once its answers are given.
 */
export type SeatState = 'open' | 'ended' | 'closing' | 'gone';

/** The hub's state of a session. `A`: the type of its asks, `F`: the type of the items it is handed. */
export class Seat<A extends Ask = Ask, F extends Item = Item> {
  /** Its number within the run. */
  readonly id: number;
  readonly session: Session<A, F>;
  format: Format<F>;
  readonly rules: ListenerRules;
  /** The address of its peer as text; wrong passwords are counted by it. Another one after `relocate`. */
  address: string;
  /** The state it shares with other sessions from there. */
  network: ClientNetwork;
  state: SeatState = 'open';
  /** Its user has asked for its end: a guest does not come back. */
  loggedOut = false;
  /** 0 until it has logged in. */
  user: UserId = 0;
  /** Whether its user has an account. */
  account = false;
  /** The device its user has logged in by, or its bot; 0: none. */
  grant: Seq = 0;
  /** It is the session of a bot: it hears and acts for its account, and does not make it present. */
  acting: Acting | undefined = undefined;
  /** As in `Reader`. */
  scopes: readonly Scope[] | undefined = undefined;
  /** Channels it hears. */
  heard: readonly RoomId[] = noRooms;
  /** Channels it has asked for, and did not leave itself: it hears them whenever its user is a member. */
  wanted: readonly RoomId[] = noRooms;
  /** A list with only this seat, made when first needed. */
  alone: readonly Seat[] | undefined = undefined;
  /** Intake's. */
  readonly requests: SessionRequests = new SessionRequests();
  /** The draft queue's, while it has something of it. */
  drafts: SessionDrafts | undefined = undefined;
  /** Outgoing's, while a delivery has something for it. */
  gathered: Gathered | undefined = undefined;
  /** What it has to read while it hears nothing live: catch-up's. */
  behind: MissedRanges | undefined = undefined;
  /** The last place that it was told it has reached. */
  toldPlace: Seq = 0;
  /** The last place up to which everything was written to it, if it was not behind. See `DeliveredPlaces`. */
  writtenPlace: Seq = 0;
  /** Messages that it was written up to here, in channels, were reported as heard, or were before it arrived. */
  heardUpto: Seq = 0;
  /** Since when it has heard its rooms, and which are to be reported: see `heard-since.ts`. */
  since: Seq = 0;
  begun: Map<RoomId, Seq> | undefined = undefined;
  toReport: Set<RoomId> | undefined = undefined;
  /** It was written private messages that no delivery cursor counts yet: used by mail. */
  unsaved = false;

  constructor(
    id: number,
    session: Session<A, F>,
    rules: ListenerRules = openRules,
    address = '',
    network: ClientNetwork = new ClientNetwork(),
  ) {
    this.id = id;
    this.session = session;
    this.format = session.format;
    this.rules = rules;
    this.address = address;
    this.network = network;
  }

  /** It is over, or about to be: its requests are ignored. */
  get closing(): boolean {
    return this.state === 'closing' || this.state === 'gone';
  }

  /** One of its passwords waits or is being checked. */
  get isChecked(): boolean {
    return this.requests.checks > 0;
  }

  /** Private messages to its user are handed to it live. */
  get takesPrivate(): boolean {
    return this.format.takesMail || !this.account;
  }

  get idle(): boolean {
    return this.requests.first === undefined;
  }
}

export const noRooms: readonly RoomId[] = [];
