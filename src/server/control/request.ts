import type { Millis } from '#chat/event.ts';
import { type CaptureRequest, parseCapture } from './capture-request.ts';
import { type Fields, fieldsOf, isCount, isFlag, isName, wrong } from './fields.ts';
import { type ImportRequest, parseImport } from './import-request.ts';
import type { PeersRequest } from './peers.ts';
import { isServerRequestKind, parseServerRequest, type ServerRequest } from './server-request.ts';
import { isSecret } from '#server/passwords.ts';

/** A request of a command to a server: one line of JSON. */
export type ControlRequest =
  /**
   * The entries of a room: a channel, any room by its id (`@17`), or with `account` the conversation with a user of
   * that name, as far as the account may read it. `last`: only this many entries, the last ones; `since`: from this
   * time on; `until`: before this time. `follow`: also new entries as they come.
   */
  | {
      readonly kind: 'history';
      readonly room: string;
      readonly account?: string | undefined;
      readonly last?: number | undefined;
      readonly since?: Millis | undefined;
      readonly until?: Millis | undefined;
      readonly follow?: boolean | undefined;
    }
  /** All channels; with `private`, all direct rooms. */
  | { readonly kind: 'rooms'; readonly private?: boolean | undefined }
  /** All accounts, or the one with that name. */
  | { readonly kind: 'accounts'; readonly name?: string | undefined }
  /** `secret`: the hash of a password. Only the command knows the password itself. */
  | { readonly kind: 'account-add'; readonly name: string; readonly secret: string }
  | { readonly kind: 'account-passwd'; readonly name: string; readonly secret: string }
  | { readonly kind: 'account-remove'; readonly name: string }
  /** How to join the server: an `JoinableListener` for each listener. */
  | { readonly kind: 'listeners' }
  /** The state of the server: a `StatusRecord`. */
  | { readonly kind: 'status' }
  | PeersRequest
  | CaptureRequest
  | ImportRequest
  | ServerRequest;

/** A string is an error sentence about the line. */
export function parseRequest(line: string): ControlRequest | string {
  const fields = fieldsOf(line);
  if (!fields) return 'A request is one line with a JSON object.';
  const kind = fields.get('kind');
  if (isServerRequestKind(kind)) return parseServerRequest(kind, fields);
  switch (kind) {
    case 'history':
      return parseHistory(fields);
    case 'rooms': {
      const among = fields.get('private');
      return isFlag(among) ? { kind, private: among } : wrong('private');
    }
    case 'status':
    case 'listeners':
    case 'peers':
      return { kind };
    case 'peer-add':
    case 'peer-remove': {
      const name = fields.get('name');
      return isName(name) ? { kind, name } : wrong('name');
    }
    case 'capture-start':
    case 'capture-stop':
    case 'capture-status':
    case 'capture-sessions':
    case 'capture-export':
      return parseCapture(kind, fields) ?? wrong('content');
    case 'import':
      return parseImport(fields.get('users'), fields.get('messages')) ?? wrong('content');
    case 'accounts': {
      const name = fields.get('name');
      if (name !== undefined && !isName(name)) return wrong('name');
      return { kind, name };
    }
    case 'account-remove': {
      const name = fields.get('name');
      return isName(name) ? { kind, name } : wrong('name');
    }
    case 'account-add':
    case 'account-passwd': {
      const [name, secret] = [fields.get('name'), fields.get('secret')];
      if (!isName(name)) return wrong('name');
      if (typeof secret !== 'string' || !isSecret(secret)) return wrong('secret');
      return { kind, name, secret };
    }
    default:
      return 'This server does not know that request. It may run another version of Polylogue.';
  }
}

function parseHistory(fields: Fields): ControlRequest | string {
  const [room, account] = [fields.get('room'), fields.get('account')];
  const [last, since, until] = [fields.get('last'), fields.get('since'), fields.get('until')];
  const follow = fields.get('follow');
  if (!isName(room)) return wrong('room');
  if (account !== undefined && !isName(account)) return wrong('account');
  if (last !== undefined && !isCount(last)) return wrong('last');
  if (since !== undefined && !isCount(since)) return wrong('since');
  if (until !== undefined && !isCount(until)) return wrong('until');
  if (!isFlag(follow)) return wrong('follow');
  const more = { ...(until !== undefined && { until }), ...(follow !== undefined && { follow }) };
  return { kind: 'history', room, account, last, since, ...more };
}
