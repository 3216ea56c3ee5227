import type { RoomRef, Seq } from './event.ts';

/** What of a room can be set. */
export type SettingName = 'topic';

export interface Setting {
  readonly value: string;
  /** The entry that has set it: it tells who, and when. */
  readonly seq: Seq;
}

/** What a room is set to. What was never set, or was emptied, is missing. */
export type RoomState = { readonly [name in SettingName]?: Setting };

/** A room, and what it is set to. */
export interface RoomAsSet {
  readonly room: RoomRef;
  readonly state: RoomState;
}

/** The state with one setting changed; `undefined`, or an empty value, takes it away. */
export function withSetting(state: RoomState, name: SettingName, setting: Setting | undefined): RoomState {
  const { [name]: _, ...others } = state;
  return setting === undefined || setting.value === '' ? others : { ...others, [name]: setting };
}
