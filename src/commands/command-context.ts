import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';

import type { Manner } from './parse.ts';
import type { CommandName } from './table.ts';

/** One line or several for the person, without control characters; undefined: nothing. */
export type Said = string | readonly string[] | undefined;

/** The session of somebody who types commands, as its dialect provides it. */
export interface CommandContext {
  readonly chat: Chat;
  readonly seat: Seat;
  readonly manner: Manner;
  /** The channel that commands are about unless they name another. */
  readonly room: string;
  /** The channel, or the user, that this session last sent a message to; else `room`. */
  spoken: string;
  /** Requests an event; what `word` makes of the answer is sent at its place. */
  post(event: Asked, room: string | undefined, word: (answer: Answer) => Said): void;
  /** The ask of a request: what `word` makes of its answer is sent at its place. */
  asking(word: (answer: Answer) => Said): Ask;
  /** Sends lines after the answers to all earlier requests; they are made then. */
  answer(make: () => Said): void;
  register(password: string): void;
  /** The session shows, or no longer shows, what happens beside messages. */
  news(on: boolean): void;
  /** Notes that the session hears a channel and may speak there now. */
  entered(room: string): void;
  /** Notes that a channel has another name. */
  renamed(before: string, name: string): void;
  /** Notes that the user is no longer in a channel. */
  left(room: string): void;
  readonly words: CommandWords;
}

/** What dialects word in their own way. Lines without control characters; `room` and `name` may be anything typed. */
export interface CommandWords {
  /** The lines before the list of commands in `/help`. */
  readonly help: readonly string[];
  /** A sentence about a mistake of the person. */
  mistake(sentence: string): string;
  /** `about`: the room, or the user, as typed. */
  refused(refusal: RefusalCode | Refusal, about: string): string;
  unknown(word: string, meant: CommandName | undefined): string;
  /** A message to an account that is offline was kept. */
  waits(name: string): string;
  /** How to speak in a channel that was just entered: a sentence. */
  speakIn(room: string): string;
  /** The user is not in this channel; says how to enter it. */
  notIn(room: string): string;
}

/**
 * Does something after the answers to all earlier requests, and before the next one is taken: for what depends on what
 * was said last.
 */
export function afterAnswers(context: CommandContext, act: () => Said): void {
  context.chat.hold(context.seat);
  context.answer(() => {
    context.chat.release(context.seat);
    return act();
  });
}

/** Follows the sentence about an unknown command. */
export const didYouMean = (meant: CommandName | undefined): string =>
  meant === undefined ? '' : ` Did you mean /${meant}?`;

/** The sentence for a refusal; undefined if it was none. */
export const refusalOf = ({ words }: CommandContext, answer: Answer, about: string): string | undefined =>
  answer.kind === 'refusal' ? words.refused(answer, about) : undefined;
