import type { Cursor } from '#chat/cursor.ts';
import type { Seq } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Frame } from '#text/frames.ts';

import type { Ref } from '../talk-codec.ts';
import type { ListenerState } from './listener-state.ts';

/** The link on which a request came. */
export interface AnswerStream {
  /** Writes an answer, or returns it for the chat to write. */
  give(frame: Frame): Frame | undefined;
}

/** A request to be answered: its link, and the client's mark for it. */
export interface PendingRequest {
  readonly stream: AnswerStream;
  readonly ref: Ref | undefined;
}

/** What was asked of the chat, and how its answer is worded. */
export interface Ask {
  readonly stream: AnswerStream;
  /** Undefined: it is answered later. */
  readonly word: (answer: Answer, place: Seq) => Frame | undefined;
}

export interface LoginRequest {
  readonly name: string;
  /** Undefined: as a guest. */
  readonly password: string | undefined;
  /** Where the client continues. */
  readonly resume: Cursor | undefined;
  /** The token of an earlier session, which ends; its guest comes back. */
  readonly token: string | undefined;
  /** The client reports itself what was read. */
  readonly reads: boolean;
}

/** A session, as its requests see it. */
export interface RequestingSession {
  readonly shared: ListenerState;
  readonly seat: Seat<Ask, Frame>;
  readonly isIn: boolean;
  /** Sends a frame after the answers to earlier requests. */
  say(request: PendingRequest, frame: Frame): void;
  logIn(login: LoginRequest, request: PendingRequest): void;
  logOut(request: PendingRequest): void;
}
