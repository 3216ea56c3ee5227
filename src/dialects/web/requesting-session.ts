import type { Chat } from '#chat/chat.ts';
import type { Asked, Seq, UserRef } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Reader } from '#chat/readable/reader.ts';
import type { Refusal } from '#chat/refusal.ts';
import type { Frame } from '#text/frames.ts';

import type { Listener } from '../dialect.ts';
import type { ErrorCode, Ref } from './protocol.ts';
import type { Exchanges, RequestType } from './protocol/exchanges.ts';
import type { Fields } from './fields.ts';
import type { Plays } from './plays.ts';

/** A request to be answered. */
export interface PendingRequest<K extends RequestType = RequestType> {
  readonly type: K;
  readonly ref: Ref;
}

/** What was asked of the chat, and how its answer is worded. `link`: where it was asked. */
export interface Ask {
  readonly link: object;
  readonly word: (answer: Answer, place: Seq) => Frame | undefined;
}

/** Why a request failed, with its own sentence. */
export class Failed {
  readonly code: ErrorCode;
  readonly field: string;
  readonly message: string;

  constructor(code: ErrorCode, field: string, message: string) {
    this.code = code;
    this.field = field;
    this.message = message;
  }
}

/** Why the chat refused a request, with all that may be told. `about`: the name in the sentence. */
export class Refused {
  readonly refusal: Refusal;
  readonly about: string;

  constructor(refusal: Refusal, about: string) {
    this.refusal = refusal;
    this.about = about;
  }
}

/** What the answer to a request is made of, or why there is none. */
export type Result<K extends RequestType> = Exchanges[K]['answer'] | ErrorCode | Failed | Refused;

/** The session for which something is looked up. */
export interface ReadingSession {
  readonly chat: Chat;
  readonly seat: Reader;
}

/** A session, as its requests see it. */
export interface RequestingSession {
  readonly chat: Chat;
  readonly listener: Listener;
  readonly seat: Seat<Ask, Frame>;
  readonly user: UserRef | undefined;
  /** Undefined where the server has no other listeners, or the session no link. */
  readonly plays: Plays | undefined;
  /** Answers after all earlier requests, with what is made then. `about`: what an error is about. */
  say<K extends RequestType>(request: PendingRequest<K>, make: () => Result<K>, about?: string): void;
  /** Answers with what `word` makes of a result that takes time, and never rejects: nothing else is taken meanwhile. */
  sayLater<K extends RequestType, T>(
    request: PendingRequest<K>,
    found: Promise<T>,
    word: (found: T) => Result<K>,
  ): void;
  /** Enters a room, with its key or an invitation code where one was given, and answers likewise. */
  enter<K extends RequestType>(
    request: PendingRequest<K>,
    word: (done: Done) => Exchanges[K]['answer'],
    to: { readonly room: string; readonly secret: string | undefined },
  ): void;
  /** Posts an event, and answers with what `word` makes of it. */
  post<K extends RequestType>(
    request: PendingRequest<K>,
    event: Asked,
    word: (done: Done) => Exchanges[K]['answer'],
    to?: { readonly room?: string | undefined; readonly once?: string | undefined; readonly about?: string },
  ): void;
}

/** What an accepted request has come to. */
export type Done = Exclude<Answer, { readonly kind: 'refusal' }>;

/** Reads the fields of a request, and returns what to do unless one of them is bad. */
export type Row<K extends RequestType> = (
  fields: Fields,
  session: RequestingSession,
  request: PendingRequest<K>,
) => () => void;

export type Rows = { readonly [K in RequestType]?: Row<K> };
