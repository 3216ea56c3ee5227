import type { Role, Seq } from '#chat/event.ts';
import { isRole } from '#chat/rights/rights.ts';
import { type Fields, isCount, isName, isOptional, isText, wrong } from './fields.ts';

/** Requests to change a channel or a message, as the server. Answers a `DoneRecord`. */
export type RoomRequest =
  | { readonly kind: 'room-role'; readonly room: string; readonly name: string; readonly role: Role }
  /** An empty value resets the setting. */
  | { readonly kind: 'room-set'; readonly room: string; readonly name: string; readonly value: string }
  /** Lists the settings of a channel: a `RoomSettingRecord` each. */
  | { readonly kind: 'room-settings'; readonly room: string }
  | { readonly kind: 'room-topic'; readonly room: string; readonly text: string }
  | { readonly kind: 'room-rename'; readonly room: string; readonly name: string }
  | { readonly kind: 'room-close'; readonly room: string; readonly reason?: string | undefined }
  /** Removes the text of a message for good. */
  | { readonly kind: 'message-delete'; readonly seq: Seq; readonly reason?: string | undefined };

const isOptionalText = isOptional(isText);

type Parsers = {
  readonly [K in RoomRequest['kind']]: (fields: Fields) => (RoomRequest & { kind: K }) | string;
};

/** A string is an error sentence about the fields. */
export const roomParsers: Parsers = {
  'room-role'(fields) {
    const [room, name, role] = [fields.get('room'), fields.get('name'), fields.get('role')];
    if (!isName(room)) return wrong('room');
    if (!isName(name)) return wrong('name');
    return typeof role === 'string' && isRole(role) ? { kind: 'room-role', room, name, role } : wrong('role');
  },
  'room-set'(fields) {
    const [room, name, value] = [fields.get('room'), fields.get('name'), fields.get('value')];
    if (!isName(room)) return wrong('room');
    if (!isName(name)) return wrong('name');
    return isText(value) ? { kind: 'room-set', room, name, value } : wrong('value');
  },
  'room-settings'(fields) {
    const room = fields.get('room');
    return isName(room) ? { kind: 'room-settings', room } : wrong('room');
  },
  'room-topic'(fields) {
    const [room, text] = [fields.get('room'), fields.get('text')];
    if (!isName(room)) return wrong('room');
    return isText(text) ? { kind: 'room-topic', room, text } : wrong('text');
  },
  'room-rename'(fields) {
    const [room, name] = [fields.get('room'), fields.get('name')];
    if (!isName(room)) return wrong('room');
    return isName(name) ? { kind: 'room-rename', room, name } : wrong('name');
  },
  'room-close'(fields) {
    const [room, reason] = [fields.get('room'), fields.get('reason')];
    if (!isName(room)) return wrong('room');
    return isOptionalText(reason) ? { kind: 'room-close', room, reason } : wrong('reason');
  },
  'message-delete'(fields) {
    const [seq, reason] = [fields.get('seq'), fields.get('reason')];
    if (!isCount(seq)) return wrong('seq');
    return isOptionalText(reason) ? { kind: 'message-delete', seq, reason } : wrong('reason');
  },
};

export const isRoomRequest = (request: { readonly kind: string }): request is RoomRequest =>
  Object.hasOwn(roomParsers, request.kind);
