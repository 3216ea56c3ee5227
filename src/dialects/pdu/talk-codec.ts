/** The PDUs of version 2.0: one JSON object a line. Specification: v2/README.md. */

import { type Frame, frameOf } from '#text/frames.ts';

/** The types, by number for ever. A new one gets a new number. */
export const types = {
  login: 1,
  welcome: 2,
  chat: 3,
  logout: 4,
  error: 5,
  ping: 6,
  ack: 9,
  pong: 10,
  register: 11,
  join: 12,
  leave: 13,
  rooms: 14,
  roomList: 15,
  members: 16,
  memberList: 17,
  history: 18,
  past: 19,
  typing: 20,
  topic: 21,
  event: 22,
  presence: 23,
  cursor: 24,
  shutdown: 25,
  presenceLost: 26,
  edit: 27,
  remove: 28,
  react: 29,
  message: 30,
  search: 31,
  read: 32,
  unread: 33,
  role: 34,
  setting: 35,
  rename: 36,
  close: 37,
  kick: 38,
  list: 39,
  invite: 40,
  invitations: 41,
  away: 42,
  ignore: 43,
  level: 44,
  reset: 45,
} as const;

/** A client's own mark for a request; its answer has the same. */
export type Ref = string | number;
/** Characters of a ref. */
const maxRef = 64;

export type Payload = Readonly<Record<string, unknown>>;

export interface Request {
  readonly mtype: number;
  readonly ref: Ref | undefined;
  readonly payload: Payload;
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const nothing: Payload = {};

/** A PDU with its LF. */
export const formatPdu = (mtype: number, payload: Payload, ref?: Ref): Frame =>
  frameOf(`{"mtype":${mtype}${refPart(ref)},"payload":${JSON.stringify(payload)}}\n`);

const refPart = (ref: Ref | undefined): string => (ref === undefined ? '' : `,"ref":${JSON.stringify(ref)}`);

/** Parses a PDU; undefined if invalid. Unknown keys are ignored. */
export function parsePdu(bytes: Uint8Array): Request | undefined {
  const value = jsonOf(bytes);
  if (!isRecord(value)) return undefined;
  const { mtype, ref = undefined, payload = nothing } = value;
  if (typeof mtype !== 'number' || !Number.isSafeInteger(mtype) || !isRecord(payload)) return undefined;
  return ref === undefined || isRef(ref) ? { mtype, ref, payload } : undefined;
}

const isRef = (value: unknown): value is Ref =>
  typeof value === 'string' ? value.length <= maxRef : Number.isSafeInteger(value);

export const isRecord = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Bytes that are not UTF-8 are not JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}
