import type { RoomRef } from './event.ts';
import { fold } from './names.ts';

/** Where everybody meets; the one channel of a wire that has no rooms of its own. */
export const lobby = '#lobby';

export const isLobby = (room: RoomRef): boolean => fold(room.name) === lobby;
