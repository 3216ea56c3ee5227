/** PDUs: one JSON object each, written as Python writes it. Specification: README.md. */

import { formatJson, isNumeral, isObject, type Json, type JsonObject, numeral, parseJson } from './json.ts';

/** The types of version 2.0. */
export { types as talkTypes } from './talk-codec.ts';

export { maxDepth } from './json.ts';

/** The longest PDU, in bytes from its `{` to its `}`. */
export const maxPdu: number = 64 * 1024;

export const mtypes = {
  loginRequest: 1,
  loginResponse: 2,
  chat: 3,
  logout: 4,
  error: 5,
  ping: 6,
  versionRequest: 7,
  versionResponse: 8,
} as const;

export const errorCodes = {
  disconnected: 1,
  timeout: 2,
  elsewhere: 3,
  updateRequired: 4,
  unsupported: 5,
  /** Our own code: an invalid PDU, or a failed request. */
  notDone: 6,
} as const;

/** The `version` of every PDU, whatever was negotiated. */
const formVersion = '1.0.0';

export interface Pdu {
  readonly mtype: number;
  readonly payload: JsonObject;
  readonly version: Json;
}

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Formats a PDU, without an LF. `sz` is the length of the payload as written here. */
export function formatPdu(mtype: number, payload: JsonObject, version: Json = formVersion): Uint8Array {
  const inside = formatJson(payload);
  return utf8.encode(
    `{"mtype": ${mtype}, "payload": ${inside}, "version": ${formatJson(version)}, "sz": ${inside.length}}`,
  );
}

/** A PDU with an LF, for transports without message borders. */
export function lineOf(pdu: Uint8Array): Uint8Array {
  const line = new Uint8Array(pdu.length + 1);
  line.set(pdu);
  line[pdu.length] = lf;
  return line;
}

/** Parses a PDU; undefined if invalid. Drops unknown keys, except those of the payload. */
export function parsePdu(bytes: Uint8Array): Pdu | undefined {
  const object = parseJson(decode(bytes));
  if (!isObject(object)) return undefined;
  const mtype = integer(object.get('mtype'));
  const payload = object.get('payload') ?? new Map();
  if (mtype === undefined || !isObject(payload)) return undefined;
  return { mtype, payload, version: object.get('version') ?? formVersion };
}

/** Bytes that are not UTF-8 are not JSON. */
function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return '';
  }
}

/** The value as a whole number (`1.0` is one, too); otherwise undefined. */
export function integer(value: Json | undefined): number | undefined {
  const number = isNumeral(value) ? Number(value.written) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

const payloadOf = (fields: Readonly<Record<string, Json>>): JsonObject => new Map(Object.entries(fields));

export const errorPdu = (id: Json, code: number, message: string): Uint8Array =>
  formatPdu(mtypes.error, payloadOf({ id, error_code: numeral(code), message }));

export const loginRequest = (username: string, password: string): Uint8Array =>
  formatPdu(mtypes.loginRequest, payloadOf({ username, password }));

/** `undefined`: the login is refused. */
export const loginResponse = (id: number | undefined): Uint8Array =>
  formatPdu(mtypes.loginResponse, payloadOf({ auth: numeral(id === undefined ? 1 : 0), id: numeral(id ?? -1) }));

/** `time`: seconds since 1970. */
export const chatMessage = (id: Json, time: number, message: string): Uint8Array =>
  formatPdu(mtypes.chat, payloadOf({ id, time: numeral(time), message }));

export const logoutMessage = (id: Json): Uint8Array => formatPdu(mtypes.logout, payloadOf({ id }));

export const pingMessage = (id: Json): Uint8Array => formatPdu(mtypes.ping, payloadOf({ id }));

export const versionRequest = (versions: readonly string[]): Uint8Array =>
  formatPdu(mtypes.versionRequest, payloadOf({ supported_versions: versions }));

export const versionResponse = (selected: string): Uint8Array =>
  formatPdu(mtypes.versionResponse, payloadOf({ selected_version: selected, success: true }));

export const lf = 0x0a;
