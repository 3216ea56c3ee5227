/** The PDUs of pdu, both ways: one JSON object each, written as Python writes it. Specification: README.md. */

import { formatJson, isNumeral, isObject, type Json, type JsonObject, numeral, parseJson } from './json.ts';

export { maxDepth } from './json.ts';

/** Bytes of one PDU towards the server, from its `{` to its `}`. */
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
  /** Ours: what was asked cannot be read, or was not done. */
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

/** A PDU without what may stand behind it. `sz` is the length of the payload as it is written here. */
export function formatPdu(mtype: number, payload: JsonObject, version: Json = formVersion): Uint8Array {
  const inside = formatJson(payload);
  return utf8.encode(
    `{"mtype": ${mtype}, "payload": ${inside}, "version": ${formatJson(version)}, "sz": ${inside.length}}`,
  );
}

/** The line that holds a PDU where the transport knows no messages. */
export function lineOf(pdu: Uint8Array): Uint8Array {
  const line = new Uint8Array(pdu.length + 1);
  line.set(pdu);
  line[pdu.length] = lf;
  return line;
}

/** One PDU; `undefined`: none. Keys it does not know are left out, but for those of the payload. */
export function parsePdu(bytes: Uint8Array): Pdu | undefined {
  const object = parseJson(decode(bytes));
  if (!isObject(object)) return undefined;
  const mtype = integer(object.get('mtype'));
  const payload = object.get('payload') ?? new Map();
  if (mtype === undefined || !isObject(payload)) return undefined;
  return { mtype, payload, version: object.get('version') ?? formVersion };
}

/** What is not UTF-8 is no JSON either. */
function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return '';
  }
}

/** The whole number a value is (`1.0` is one, too), if it is one. */
export function integer(value: Json | undefined): number | undefined {
  const number = isNumeral(value) ? Number(value.written) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

const payloadOf = (fields: Readonly<Record<string, Json>>): JsonObject => new Map(Object.entries(fields));

export const errorPdu = (id: Json, code: number, message: string): Uint8Array =>
  formatPdu(mtypes.error, payloadOf({ id, error_code: numeral(code), message }));

export const loginRequest = (username: string, password: string): Uint8Array =>
  formatPdu(mtypes.loginRequest, payloadOf({ username, password }));

/** `undefined`: they are no good. */
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
