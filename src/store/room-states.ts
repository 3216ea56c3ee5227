import { Cache } from '#chat/cache.ts';
import type { Effect } from '#chat/effect.ts';
import type { RoomId, Seq } from '#chat/event.ts';
import { isSettingName, type RoomState, withSetting } from '#chat/settings/room-state.ts';
import { integer, type Row, text } from './row-values.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';

/** Rooms whose state is cached. */
const cachedRooms = 8192;

/** The settings of rooms: the table, and a cache of it. */
export class RoomStates {
  readonly #on: Statements;
  readonly #states = new Cache<RoomId, RoomState>(cachedRooms);

  constructor(on: Statements) {
    this.#on = on;
  }

  get(room: RoomId): RoomState {
    let state = this.#states.get(room);
    if (!state) {
      state = Object.fromEntries(this.#on.roomState.all(room).map(settingOf));
      this.#states.set(room, state);
    }
    return state;
  }

  set({ room, name, value }: Effect & { kind: 'roomState' }, seq: Seq): void {
    const state = withSetting(this.get(room), name, { value, seq });
    if (value === '') this.#on.unsetRoom.get(room, name);
    else this.#on.setRoom.get(room, name, value, seq);
    this.#states.set(room, state);
  }

  /** The room was closed. */
  remove(room: RoomId): void {
    this.#on.unsetAll.get(room);
    this.#states.delete(room);
  }

  /** The batch was rolled back. */
  forget(): void {
    this.#states.clear();
  }
}

function settingOf(row: Row): [string, { readonly value: string; readonly seq: Seq }] {
  const name = text(row[0]);
  if (!isSettingName(name))
    throw new StoreError(exits.corrupt, `The database contains the unknown room setting ${name}.`);
  return [name, { value: text(row[1]), seq: integer(row[2]) }];
}
