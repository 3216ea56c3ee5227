import type { Entry, RoomId } from '#chat/event.ts';
import { type Accepted, effectsOf, type Outcome } from '#chat/outcome.ts';
import type { Store } from '#chat/ports.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { IdleUsers } from './idle-users.ts';
import type { Seat } from '#chat/hub/seat.ts';

export interface PresenceSignalsOptions {
  readonly hub: Pick<Hub, 'audience' | 'roster' | 'afterBatch' | 'signal'>;
  readonly idle: Pick<IdleUsers, 'entered'>;
  readonly store: Pick<Store, 'ignored'>;
}

/**
 * Called after a batch. Signals that users are idle, or back, to sessions that see them in lists and get no entry that
 * says so.
 */
export function signalPresence(options: PresenceSignalsOptions, outcomes: readonly Outcome[]): void {
  for (const { verdict } of outcomes) {
    const effects = effectsOf(verdict);
    if (!effects) continue;
    for (const effect of effects) {
      if (effect.kind === 'member' && effect.role) options.idle.entered(effect.user, effect.room.id);
      else if (effect.kind === 'away' && verdict.kind === 'entry' && verdict.entry.event.kind !== 'away')
        signalBack(options, verdict.entry, verdict.pair);
    }
  }
}

/** A message shows that its sender is back to those who are sent it; the others who see the sender in lists are told. */
function signalBack({ hub, store }: PresenceSignalsOptions, { from, room }: Entry, pair: Accepted['pair']): void {
  const said: RoomId = room?.id ?? 0;
  const isSent = (seat: Seat): boolean =>
    seat.user === from.id ||
    ((seat.heard.includes(said) || pair?.includes(seat.user) === true) && !store.ignored(seat.user).has(from.id));
  hub.afterBatch(() => {
    const seats = new Set<Seat>();
    for (const { id } of hub.roster.roomsOf(from.id))
      for (const group of hub.audience.hearing(id).values()) for (const seat of group) seats.add(seat);
    // By the time it is told to the last of very many, the user may be away again.
    const isBack = (): boolean => hub.roster.isHere(from.id) && !hub.roster.isAway(from.id);
    const told = [...seats].filter((seat) => !isSent(seat));
    hub.signal(told, { kind: 'back', from }, (seat) => !seat.behind && isBack());
  });
}
