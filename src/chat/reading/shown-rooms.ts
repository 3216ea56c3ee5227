import type { Effect } from '#chat/effect.ts';
import type { RoomId, RoomRef, Seq } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import type { Store } from '#chat/ports.ts';
import { type RoomState, withSetting } from '#chat/settings/room-state.ts';

interface Change {
  readonly seq: Seq;
  readonly effect: Effect & { kind: 'roomState' | 'roomName' };
}

/** The settings and names of rooms, as last shown. While a batch is under way, the store is ahead: it has the batch already. */
export class ShownRooms {
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
      for (const effect of effects) {
        if (effect.kind === 'roomState' || effect.kind === 'roomName') changes.push({ seq, effect });
      }
    }
    this.#changes = changes.reverse();
  }

  /** `shown`: the last place that was shown. */
  get(room: RoomId, shown: Seq): RoomState {
    let state = this.#store.roomState(room);
    for (const { seq, effect } of this.#changes) {
      if (seq <= shown || effect.kind !== 'roomState' || effect.room !== room) continue;
      state = withSetting(state, effect.name, effect.before);
    }
    return state;
  }

  /** The name of a channel. */
  nameOf(room: RoomRef, shown: Seq): string {
    let { name } = room;
    for (const { seq, effect } of this.#changes) {
      if (seq > shown && effect.kind === 'roomName' && effect.room.id === room.id) name = effect.before;
    }
    return name;
  }
}
