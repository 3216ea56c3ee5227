import type { RoomRef, Seq } from '#chat/references.ts';

/**
 * The settings of a room, as text. `yes` or nothing: `secret`, `invite-only`, `moderated` (only members with a role may
 * speak), `accounts-only`, `topic-locked`. `slow`: seconds between two messages of one member. `key`: needed to join.
 * `limit`: how many members there may be. `history`: `all`, or only what was said since joining.
 */
export const settingNames = [
  'topic',
  'secret',
  'invite-only',
  'moderated',
  'accounts-only',
  'topic-locked',
  'slow',
  'key',
  'limit',
  'history',
] as const;

/** `former`: the names the room had recently; it is shown to nobody. See `order/former-names.ts`. */
export type SettingName = (typeof settingNames)[number] | 'former';

export const isSettingName = (name: string): name is SettingName =>
  name === 'former' || settingNames.some((each) => each === name);

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
