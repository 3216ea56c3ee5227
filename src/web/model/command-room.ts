import type { Given } from '#commands/form.ts';
import type { Room } from '#dialects/web/protocol.ts';
import { findRoom, type Rooms } from './rooms.ts';

/**
 * The room that a command is about: the one that it names, else the one where it is typed. Undefined if it names a room
 * that the user is not in: it must not be done elsewhere.
 */
export function commandRoom(rooms: Rooms, here: Room, given: Given): Room | undefined {
  const name = given.room ?? given.place;
  return name === undefined ? here : findRoom(rooms, name);
}

/** `#NEW`, or `#ROOM #NEW`. */
export function renamingOf(text: string): { readonly room?: string; readonly name: string } {
  const [first = '', second, third] = text.trim().split(/\s+/);
  return second === undefined || third !== undefined ? { name: text.trim() } : { room: first, name: second };
}
