import type { RoomId, RoomRef, UserId } from '#chat/event.ts';
import type { Format } from '#chat/hub/format.ts';
import type { Outgoing } from '#chat/hub/delivery/outgoing.ts';
import type { Pending } from './pending.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** The account of a bot, as of what was shown. */
export interface Represented {
  readonly user: UserId;
  readonly rooms: readonly RoomRef[];
  readonly ignored: ReadonlySet<UserId>;
}

/** Takes the answers: the delivery under way. */
export interface Answered {
  readonly out: Outgoing;
  become(seat: Seat, format: Format): void;
  mute(seat: Seat, room: RoomId): void;
  represent(seat: Seat, account: Represented): void;
}

/** An action that runs once all earlier answers have been given. Needs no room, because nothing is written. */
export class PendingAction implements Pending {
  readonly bytes = 0;
  readonly settled = true;
  next: Pending | undefined = undefined;
  /** It takes so long that it is done within the budget of a turn, as answers that are made on the spot. */
  readonly isLong: boolean;
  readonly #run: (delivery: Answered, seat: Seat) => void;

  constructor(run: (delivery: Answered, seat: Seat) => void, isLong = false) {
    this.#run = run;
    this.isLong = isLong;
  }

  do(delivery: Answered, seat: Seat): void {
    this.#run(delivery, seat);
  }

  give(): undefined {
    return undefined;
  }
}
