import type { Millis } from '#chat/event.ts';
import type { ChatScreen } from '#client/chat-screen.ts';

import type { Payload } from '../talk-codec.ts';
import type { Answer } from './pending-requests.ts';
import type { ReadReports } from './read-reports.ts';
import type { TalkMemory, Unacknowledged } from './talk-memory.ts';

/** A conversation, as the commands that a person types see it. */
export interface TalkContext {
  readonly memory: TalkMemory;
  readonly screen: ChatScreen;
  readonly reading: ReadReports;
  now(): Millis;
  /**
   * Sends a request; `heard` is called with its answer, unless the connection ends before. The next typed line waits for
   * that, because it may depend on the answer.
   */
  ask(mtype: number, payload: Payload, heard: (answer: Answer) => void): void;
  /** Sends a request like `ask`, but the next typed line does not wait for the answer. */
  look(mtype: number, payload: Payload, heard: (answer: Answer) => void): void;
  show(sentence: string): void;
  /** Shows why a request was refused. `about`: what it was about; may be empty. */
  refused(about: string, payload: Payload): void;
  /** Sends a message to a room or a user. It is sent again if it was not acknowledged. */
  say(to: string, text: string, more?: Pick<Unacknowledged, 'style' | 'reply'>): void;
  /** The password of the user is another one. */
  password(password: string): void;
}

/** Sends a request, and shows the sentence that `done` makes of its answer, or why it was refused. `about`: what it is about. */
export function request(
  context: TalkContext,
  mtype: number,
  payload: Payload,
  about: string,
  done: (payload: Payload) => string | undefined,
): void {
  context.ask(mtype, payload, (answer) => {
    if (answer.refused) return context.refused(about, answer.payload);
    const sentence = done(answer.payload);
    if (sentence !== undefined) context.show(sentence);
  });
}
