/** The dialogs of settings, loaded on demand: those of the user, of a room, and of the server. */
export { Access } from './access.tsx';
export { Me } from './me.tsx';
export { RoomSettings } from './room-settings.tsx';
export { Server } from './server.tsx';
