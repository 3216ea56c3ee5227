import type { RefusalCode } from '#chat/refusal.ts';
import type { Exchanges, RequestType } from './protocol/exchanges.ts';
import type { Pushes, PushType } from './protocol/pushes.ts';

export { entriesOf } from './protocol/entries-of.ts';
export type * from './protocol/exchanges.ts';
export type * from './protocol/pushes.ts';
export type * from './protocol/values.ts';

/**
 * The web dialect, version 1: JSON objects, each on one line ended by LF. A WebSocket message carries one or more whole
 * lines, in both directions. README.md is the specification.
 */
export const version = 1;
/** The WebSocket's subprotocol. */
export const subprotocol = 'polylogue.1';
/** The path of the WebSocket. */
export const path = '/ws';

/** UTF-8 bytes of a message. */
export const maxText = 16_384;
/** Bytes of one line from a client: a message of any characters, each byte written as `\u00XX`, and the other fields. */
export const maxLine: number = 6 * maxText + 4 * 1024;
/** Characters of `once`. */
export const maxOnce = 64;
/** How long a session lives on without a link, in ms. */
export const sessionOutlives = 60_000;
/**
 * After this many ms without a frame from the other side, the server pings on the level of WebSocket, which browsers answer
 * by themselves, and a client sends the request `ping`. After twice that, either side takes the link for broken.
 */
export const silence = 30_000;

/** The client's mark for a request. */
export type Ref = number | string;

/** A request, of that type or of any. */
export type Request<K extends RequestType = RequestType> = {
  [P in K]: { readonly type: P; readonly ref: Ref } & Readonly<Exchanges[P]['ask']>;
}[K];

/** Sent without a `ref`, and never answered, except by an error. */
export interface Notice {
  readonly type: 'typing';
  readonly room: string;
  readonly active: boolean;
  readonly ref?: undefined;
}

export type ClientFrame = Request | Notice;

export type Answered<K extends RequestType = RequestType> = {
  [P in K]: { readonly type: P; readonly ref: Ref } & Readonly<Exchanges[P]['answer']>;
}[K];

export type Push<K extends PushType = PushType> = {
  [P in K]: { readonly type: P; readonly ref?: undefined } & Readonly<Pushes[P]>;
}[K];

/** `ref`: of the request that failed; missing where the line has none. `message`: a sentence for people. */
export interface ErrorFrame {
  readonly type: 'error';
  readonly ref?: Ref;
  readonly code: ErrorCode;
  readonly message: string;
  /** The field that is missing or invalid. */
  readonly field?: string;
  /** When the cause of the error ends (a ban, a mute, slow mode), or when it ended (an edit window, an invitation, a code); ms since 1970. */
  readonly until?: number;
  /** Why, in the words of an operator. */
  readonly reason?: string;
  /** The room of a mute or a ban, or that had another name, with its present name. */
  readonly room?: string;
  /** The same request may succeed later. */
  readonly retry?: true;
}

/** Every frame of the server: an answer or an error if it has a `ref`, else a push. */
export type ServerFrame = Answered | Push | ErrorFrame;

export type ErrorCode =
  | RefusalCode
  /** The line is not a JSON object with a `type`. */
  | 'malformed'
  /** The line is longer than `maxLine`; the rest of it was dropped. */
  | 'too-long'
  | 'unknown-type'
  | 'bad-field'
  /** A message or an entry that the user may read has no such seq. */
  | 'no-entry'
  /** The session of the token no longer exists, and no name was given. */
  | 'session-gone'
  /** The client has as many of these open as it may have at once. */
  | 'too-many';
