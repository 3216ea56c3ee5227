import type { RoomRef, Seq } from './event.ts';

/** The settings of a room. */
export type SettingName = 'topic';

export interface Setting {
  readonly value: string;
  /** The entry that set it: it has the user and the time. */
  readonly seq: Seq;
}

/** The settings of a room. A setting that was never set, or was removed, is missing. */
export type RoomState = { readonly [name in SettingName]?: Setting };

/** A room and its settings. */
export interface RoomAsSet {
  readonly room: RoomRef;
  readonly state: RoomState;
}

/** The state with one setting changed; `undefined`, or an empty value, removes it. */
export function withSetting(state: RoomState, name: SettingName, setting: Setting | undefined): RoomState {
  const { [name]: _, ...others } = state;
  return setting === undefined || setting.value === '' ? others : { ...others, [name]: setting };
}
