import type { CatchUp } from '#chat/hub/catch-up/catch-up.ts';
import type { Delivery } from '#chat/hub/delivery/delivery.ts';
import type { OnBug } from '#chat/hub/delivery/outgoing.ts';
import type { Intake } from '#chat/hub/requests/intake.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Seats } from './seats.ts';
import type { FairTurns } from '#chat/hub/turns/fair-turns.ts';

export interface Serving {
  readonly hub: {
    readonly seats: Seats;
    readonly intake: Intake;
    readonly turns: FairTurns;
    readonly catchUp: CatchUp;
  };
  /** Hands sessions what `fill` adds to a delivery. */
  readonly hand: (fill: (delivery: Delivery) => void) => void;
  readonly onBug: OnBug;
}

/**
 * Gives each session in turn its answers, or a portion of what it missed. `next`: undefined when there is no time for more. Returns
 * those that have more to be given.
 */
export function serveSeats(serving: Serving, next: () => Seat | undefined): readonly Seat[] {
  const { hub, hand } = serving;
  const { seats, intake } = hub;
  const more: Seat[] = [];
  const served: Seat[] = [];
  hand((delivery) => {
    for (let seat = next(); seat; seat = next()) {
      if (!seats.has(seat)) continue;
      served.push(seat);
      if (give(serving, seat, delivery)) more.push(seat);
    }
  });
  for (const seat of served) intake.retry(seat);
  return more.filter((seat) => seats.has(seat));
}

function give({ hub: { turns, catchUp }, onBug }: Serving, seat: Seat, delivery: Delivery): boolean {
  const { behind } = seat;
  try {
    const more =
      behind !== undefined &&
      turns.make(
        seat,
        () => catchUp.readOn(seat, behind, delivery),
        () => seat.gathered?.unsent ?? 0,
      );
    if (!more) delivery.answer(seat);
    return more;
  } catch (error) {
    onBug(error, seat);
    return false;
  }
}
