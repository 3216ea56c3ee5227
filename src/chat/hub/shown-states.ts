import type { Effect } from '#chat/effect.ts';
import type { RoomId, Seq } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import type { Store } from '#chat/ports.ts';
import { type RoomState, withSetting } from '#chat/room-state.ts';

interface Change {
  readonly seq: Seq;
  readonly effect: Effect & { kind: 'roomState' };
}

/** What rooms are set to, as of what was shown: while a batch is under way, the store is at its end. */
export class ShownStates {
  readonly #store: Pick<Store, 'roomState'>;
  /** Of the last batch. */
  #changes: readonly Change[] = [];

  constructor(store: Pick<Store, 'roomState'>) {
    this.#store = store;
  }

  /** A batch is in the store. It is not durable yet, and nobody was shown anything of it. */
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
