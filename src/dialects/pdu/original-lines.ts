import { errorCodes, integer, mtypes, parsePdu, type Pdu } from './codec.ts';
import type { Json } from './json.ts';
import { repr } from './repr.ts';

/** The lines that the original's server prints about PDUs. It prints passwords, too; here they are masked. */

/** A value as Python formats it in a string. */
export const shown = (value: Json | undefined): string => (typeof value === 'string' ? value : repr(value ?? null));

/** The lines for a request. `mine`: the request names the session of its connection. */
export function linesHeard({ mtype, payload }: Pdu, mine: boolean): readonly string[] {
  const id = shown(payload.get('id'));
  const lines = [`[svr] received message type:  ${mtype}`, `[svr] received message:  ${repr(hidden(payload))}`];
  switch (mtype) {
    case mtypes.versionRequest:
      return [...lines, `[svr] Client supports versions: ${shown(payload.get('supported_versions') ?? [])}`];
    case mtypes.loginRequest:
      return [...lines, `[svr] Login attempt by ${shown(payload.get('username'))}`];
    case mtypes.logout:
      return [...lines, `[svr] Logout by ${id}`, ...(mine ? [] : [`[svr] Logout request for unknown client ${id}`])];
    case mtypes.error: {
      const [code, message] = [payload.get('error_code'), payload.get('message')];
      const gone = mine && integer(code) === errorCodes.disconnected;
      return [
        ...lines,
        `[svr] Received error from client ${id}: ${shown(code)} | ${shown(message)}`,
        ...(gone ? [`[svr] Client ${id} reported sudden disconnect`] : []),
      ];
    }
    default:
      return lines;
  }
}

function hidden(payload: Pdu['payload']): Pdu['payload'] {
  const password = payload.get('password');
  if (password === undefined) return payload;
  return new Map([...payload, ['password', '*'.repeat(typeof password === 'string' ? password.length : 1)]]);
}

/** The lines for an answer. `attempted`: the name of the last login. */
export function linesSaid(pdu: Uint8Array, attempted: string): readonly string[] {
  const { mtype, payload } = parsePdu(pdu) ?? { mtype: 0, payload: new Map<string, Json>() };
  if (mtype === mtypes.versionResponse) return [`[svr] Agreed on version ${shown(payload.get('selected_version'))}`];
  // A successful login is reported where the session begins.
  if (mtype === mtypes.loginResponse)
    return integer(payload.get('auth')) === 0 ? [] : [`[svr] Login failed for ${attempted}`];
  if (mtype !== mtypes.error) return [];
  const code = payload.get('error_code');
  if (integer(code) === errorCodes.unsupported) return ['[svr] No compatible version found with client'];
  return [`[svr] Sent error ${shown(code)} to client ${shown(payload.get('id'))}: ${shown(payload.get('message'))}`];
}
