import type { Acting, Asked } from '#chat/event.ts';
import { type Grant, viaGrant } from '#chat/rights/grant.ts';
import { networkOf } from '#chat/network.ts';
import type { Reader } from '#chat/readable/reader.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { hearsNothing } from '#chat/hub/sessions/node-session.ts';
import type { Posting } from '#chat/posting/posting.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';

/** What the holder of a grant asks for. */
export interface ActRequest {
  readonly event: Asked;
  /** As in `Chat.post`. */
  readonly room?: string | undefined;
  readonly once?: string | undefined;
  /** The address of its peer as text. */
  readonly address: string;
}

const unavailable: Answer = { kind: 'refusal', code: 'unavailable' };

/** What is asked with one grant from one network and waits until it may ask for more. */
export const maxHeldActs = 64;
/** Grants and networks that are remembered, so that they have their rates. */
export const maxRemembered = 1000;

type Answered = (answer: Answer) => void;

interface HeldAct {
  readonly request: ActRequest;
  readonly as: Acting;
  readonly answered: Answered;
}

export interface GrantActorsOptions {
  readonly hub: Pick<Hub, 'intake' | 'seats'>;
  readonly posting: Pick<Posting, 'post'>;
  /** The keyed hash of a network. */
  readonly addressOf?: ((seat: Seat) => string | undefined) | undefined;
}

/**
 * The holders of grants, by grant and network. Each has a seat that hears nothing and is in no room, so that its drafts wait
 * in the fair queue as those of a session from there, at the same rates.
 */
export class GrantActors {
  readonly #options: GrantActorsOptions;
  readonly #actors = new Map<string, GrantActor>();
  /** Of acts under way. */
  readonly #open = new Set<Answered>();
  #over = false;

  constructor(options: GrantActorsOptions) {
    this.#options = options;
  }

  /** The same object as long as it is remembered. */
  reader(grant: Grant, address: string): Reader {
    return this.#actor(grant, address).reader;
  }

  act(grant: Grant, request: ActRequest): Promise<Answer> {
    const actor = this.#actor(grant, request.address);
    const { addressOf } = this.#options;
    const as = { account: grant.account.id, grant: grant.hash, address: addressOf?.(actor.seat) };
    if (this.#over) return Promise.resolve(unavailable);
    return new Promise((resolve) => {
      const answered = (answer: Answer): void => {
        this.#open.delete(answered);
        resolve(answer);
      };
      this.#open.add(answered);
      actor.ask({ request, as, answered });
    });
  }

  /** The node does not follow the order any more: nobody learns what becomes of the acts under way. */
  end(): void {
    this.#over = true;
    for (const answered of [...this.#open]) answered(unavailable);
  }

  get seats(): readonly Seat[] {
    return [...this.#actors.values()].map(({ seat }) => seat);
  }

  #actor(grant: Grant, address: string): GrantActor {
    const key = `${grant.id} ${networkOf(address)}`;
    let actor = this.#actors.get(key);
    if (actor) this.#actors.delete(key);
    else {
      this.#forgetOne();
      actor = new GrantActor(this.#options, grant, address);
    }
    this.#actors.set(key, actor);
    return actor;
  }

  /** The one that has asked for nothing for the longest time. */
  #forgetOne(): void {
    if (this.#actors.size < maxRemembered) return;
    for (const [key, actor] of this.#actors) {
      if (!actor.idle) continue;
      this.#actors.delete(key);
      this.#options.hub.seats.leaveWithoutSession(actor.seat);
      return;
    }
  }
}

const rules: ListenerRules = { ...openRules, via: viaGrant };

/** No session has this number. */
const noSession = -1;

class GrantActor {
  readonly seat: Seat<Answered>;
  readonly reader: Reader;
  readonly #options: GrantActorsOptions;
  readonly #held: HeldAct[] = [];

  constructor(options: GrantActorsOptions, { account, purpose, scopes }: Grant, address: string) {
    this.#options = options;
    const session: Session<Answered> = {
      format: hearsNothing,
      outbox: { queued: 0, scarce: false, delivered: true, drained: async () => {} },
      send: () => {},
      answer(answer, answered) {
        answered(answer);
        return undefined;
      },
      resume: () => this.#resume(),
      closed: () => {},
    };
    this.seat = options.hub.seats.enterWithoutSession(
      (network) => new Seat(noSession, session, rules, address, network),
      address,
    );
    this.seat.user = account.id;
    this.seat.account = true;
    const limits = purpose === 'device' ? {} : { scopes };
    this.reader = { user: account.id, account: true, address, ...limits };
  }

  get idle(): boolean {
    return this.seat.idle && this.#held.length === 0;
  }

  ask(act: HeldAct): void {
    const { intake } = this.#options.hub;
    if (this.#held.length === 0 && intake.takes(this.seat)) this.#post(act);
    else if (this.#held.length < maxHeldActs) this.#held.push(act);
    else act.answered({ kind: 'refusal', code: 'too-fast' });
  }

  #resume(): void {
    const { intake } = this.#options.hub;
    for (let next = this.#held[0]; next && intake.takes(this.seat); next = this.#held[0]) {
      this.#held.shift();
      this.#post(next);
    }
  }

  #post({ request: { event, room, once }, as, answered }: HeldAct): void {
    this.#options.posting.post(this.seat, event, answered, room, once, as);
  }
}
