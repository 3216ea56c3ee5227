import type { Effect } from '#chat/effect.ts';
import type { RoomId, Seq } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import type { Store } from '#chat/ports.ts';
import { type RoomState, withSetting } from '#chat/room-state.ts';

interface Change {
  readonly seq: Seq;
  readonly effect: Effect & { kind: 'roomState' };
}

/** The settings of rooms, as last shown. While a batch is under way, the store is ahead: it has the batch already. */
export class ShownStates {
  readonly #store: Pick<Store, 'roomState'>;
  /** The changes of the last batch. */
  #changes: readonly Change[] = [];

  constructor(store: Pick<Store, 'roomState'>) {
    this.#store = store;
  }

  /** Called when a batch is in the store, but is not durable yet and nothing of it was shown. */
  judged(outcomes: readonly Outcome[]): void {
    const changes: Change[] = [];
    for (const { seq, verdict } of outcomes) {
      const effects = effectsOf(verdict);
      if (!effects) continue;
      for (const effect of effects) if (effect.kind === 'roomState') changes.push({ seq, effect });
    }
    this.#changes = changes.reverse();
  }

  /** `shown`: the last place that was shown. */
  get(room: RoomId, shown: Seq): RoomState {
    let state = this.#store.roomState(room);
    for (const { seq, effect } of this.#changes) {
      if (seq > shown && effect.room === room) state = withSetting(state, effect.name, effect.before);
    }
    return state;
  }
}
