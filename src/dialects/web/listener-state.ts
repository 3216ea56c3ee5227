import type { Chat } from '#chat/chat.ts';

import type { Listener } from '../dialect.ts';
import type { WebSession } from './session.ts';

/** What all sessions of a listener share. */
export interface Terms {
  readonly chat: Chat;
  readonly listener: Listener;
  /** The sessions that are logged in, by the token that their client was given. */
  readonly sessions: Map<string, WebSession>;
}
