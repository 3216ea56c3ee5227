/** What is loaded when something is to be set: one's own affairs, a room's, the server's. */
export { Access } from './access.tsx';
export { Me } from './me.tsx';
export { RoomSettings } from './room-settings.tsx';
export { Server } from './server.tsx';
