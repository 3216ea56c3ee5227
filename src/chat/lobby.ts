import { isChannel, type RoomRef } from './event.ts';
import { fold } from './names.ts';

/** Where everybody meets; the one channel of a wire that has no rooms of its own. */
export const lobby = '#lobby';

export const isLobby = (room: RoomRef): boolean => fold(room.name) === lobby;

/** What `hears` is on a wire that has no rooms of its own: private words, and #lobby. */
export const isPrivateOrLobby = (room: RoomRef): boolean => !isChannel(room) || isLobby(room);
