import type { RoomRef } from '#chat/event.ts';
import { fold } from './names.ts';

/** The common channel; the only one in a dialect without rooms. */
export const lobby = '#lobby';

export const isLobby = (room: RoomRef): boolean => fold(room.name) === lobby;
