import type { Asked } from '#chat/event.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { isRoomSetting, parseRoomSetting, roomSettingNames, roomSettingText } from '#chat/settings/room-settings.ts';
import { quoted } from '#text/quoted.ts';
import { done } from './post-as-server.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import type { RoomRequest } from './room-request.ts';
import { channelNamed, noChannel } from './who.ts';

/** A setting of a channel, as shown by `polylogue rooms set ROOM --json`. Stable: fields are not removed. */
export interface RoomSettingRecord {
  readonly name: string;
  /** Empty: not set. A key is not shown: `yes` means that it is set. */
  readonly value: string;
  readonly values: string;
  readonly about: string;
}

/** Changes a channel, or removes the text of a message, as the server. */
export async function* changeRoom(source: ChatOrStore, request: RoomRequest): Results {
  if (request.kind === 'message-delete') {
    const { seq, reason } = request;
    return yield* done(source, { kind: 'redacted', target: seq, reason }, undefined, String(seq));
  }
  const room = channelNamed(source, request.room);
  if (!room) return noChannel(request.room);
  if (request.kind === 'room-settings') {
    const state = source.store.roomState(room.id);
    yield roomSettingNames.map((name): RoomSettingRecord => {
      const value = state[name]?.value ?? '';
      return { name, value: name === 'key' && value !== '' ? 'yes' : value, ...roomSettingText(name) };
    });
    return undefined;
  }
  const wanted = eventOf(request);
  if (typeof wanted === 'string') return wanted;
  const about = request.kind === 'room-role' || request.kind === 'room-rename' ? request.name : request.room;
  const refused = yield* done(source, wanted, request.room, about);
  return refused !== undefined && isLobby(room) && takesFromAll(request) ? `${refused} ${lobbyKeeps}` : refused;
}

const lobbyKeeps = '#lobby is everybody’s: nobody owns it, and it is never renamed, closed, hidden or locked.';

/** Changes that are refused for #lobby. */
const takesFromAll = (request: RoomRequest): boolean =>
  request.kind !== 'room-topic' && !(request.kind === 'room-role' && request.role !== 'owner');

/** Returns a sentence if the command has another version, or if the value is invalid for the setting. */
function eventOf(request: Exclude<RoomRequest, { kind: 'message-delete' | 'room-settings' }>): Asked | string {
  switch (request.kind) {
    case 'room-role':
      return { kind: 'role', user: request.name, role: request.role };
    case 'room-set': {
      const { name, value } = request;
      if (!isRoomSetting(name)) return `There is no setting ${quoted(name)}.`;
      if (parseRoomSetting(name, value) !== undefined) return { kind: 'set', name, value };
      return `${name} is ${roomSettingText(name).values}${name === 'key' ? '' : `, not ${quoted(value)}`}.`;
    }
    case 'room-topic':
      return { kind: 'topic', text: request.text };
    case 'room-rename':
      return { kind: 'roomNamed', name: request.name };
    case 'room-close':
      return { kind: 'closed', reason: request.reason };
  }
}
