import {
  isRoomSetting,
  roomSettingNames,
  type RoomSettingName,
  roomSettingText,
} from '#chat/settings/room-settings.ts';
import type { RoomState } from '#chat/settings/room-state.ts';
import { quoted } from '#text/quoted.ts';
import { harmless } from '#text/visible.ts';

import { type CommandContext, type Said, unreadable } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';

/** Typed in place of a value, it resets a setting. */
const resets = '-';

export function set(context: CommandContext, { room = context.room, setting, value }: Given): void {
  const name = setting?.toLowerCase();
  if (name === undefined) {
    if (value === undefined) return context.answer(() => settingsOf(context, room));
    return context.answer(() =>
      context.words.mistake(`There is no setting ${quoted(value.split(/\s/u)[0] ?? value)}. /set shows all.`),
    );
  }
  if (!isRoomSetting(name)) return;
  if (value === undefined) return context.answer(() => settingsOf(context, room, name));
  context.post({ kind: 'set', name, value: value === resets ? '' : value }, room, (answer) => {
    if (answer.kind !== 'refusal') return changed(context, room, name);
    if (answer.code === 'setting-invalid') return context.words.mistake(`${name} is ${roomSettingText(name).values}.`);
    return answer.code === 'not-member' ? context.words.notIn(room) : context.words.refused(answer, room);
  });
}

function settingsOf(context: CommandContext, room: string, only?: RoomSettingName): Said {
  const channel = context.chat.channel(context.seat, room);
  if (typeof channel === 'string')
    return channel === 'not-member' ? context.words.notIn(room) : unreadable(context, channel, room);
  const names = only === undefined ? roomSettingNames : [only];
  return names.map(
    (name) =>
      `${name} is ${valueOf(channel.state, name)} (${roomSettingText(name).about}; ${roomSettingText(name).values})`,
  );
}

function changed({ chat, seat }: CommandContext, room: string, name: RoomSettingName): string {
  const channel = chat.channel(seat, room);
  const value = typeof channel === 'string' ? 'set' : valueOf(channel.state, name);
  return `${name} of ${quoted(room)} is now ${value}.`;
}

/** The key itself is not shown, because others may see the screen. */
function valueOf(state: RoomState, name: RoomSettingName): string {
  const { value } = state[name] ?? {};
  if (name === 'key') return value === undefined ? 'not set' : 'set';
  if (value !== undefined && value !== '') return harmless(value);
  return name === 'history' ? 'since-joining' : name === 'slow' || name === 'limit' ? '0' : 'no';
}
