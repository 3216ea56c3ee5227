import type { Chat } from '#chat/chat.ts';
import type { UserRef } from '#chat/event.ts';
import type { ByteFormat } from '#chat/hub/format.ts';

import type { Listener } from '../../dialect.ts';
import type { LoggedIn } from '../logged-in.ts';

/** A session that its client may end from a new connection. */
export interface Replaceable {
  /** Ends it, and calls `done` when it is over. */
  replace(done: () => void): void;
}

/** What all sessions of version 2.0 at one listener share. */
export interface ListenerState {
  readonly chat: Chat;
  readonly listener: Listener;
  readonly loggedIn: LoggedIn;
  readonly format: ByteFormat;
  /** The format for clients that report themselves what was read. */
  readonly reading: ByteFormat;
  /** The sessions that are logged in, by the token that their client was given. */
  readonly tokens: Map<string, Replaceable>;
}

/** The user who has logged in on a connection. */
export interface LoggedInUser {
  readonly user: UserRef;
  /** The session's number at this listener. */
  readonly session: number;
  readonly token: string;
  /** It counts as logged in for version 1.x. */
  readonly counted: boolean;
}
