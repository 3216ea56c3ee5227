import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';

import type { CommandSyntax } from './parse.ts';
import type { CommandName } from './table.ts';

/** One or several lines for the person, without control characters; undefined: nothing is shown. */
export type Said = string | readonly string[] | undefined;

/** How an answer is made: at once; or, if it takes long, in steps, each of which may say something. */
export type Making = (() => Said) | IteratorObject<Said>;

/** The session of a person who types commands, as provided by its dialect. */
export interface CommandContext {
  readonly chat: Chat;
  readonly seat: Seat;
  readonly syntax: CommandSyntax;
  /** The channel of commands that name none. */
  readonly room: string;
  /** The channel, or the user, that this session last sent a message to; else `room`. */
  spoken: string;
  /** Requests an event. `word` words the answer, which is sent at its place in the order. */
  post(event: Asked, room: string | undefined, word: (answer: Answer) => Said): void;
  /** The ask of a request. `word` words its answer, which is sent at its place in the order. */
  asking(word: (answer: Answer) => Said): Ask;
  /** Sends lines after the answers to all earlier requests. The lines are made at that time; between two steps, others have a turn. */
  answer(making: Making): void;
  register(password: string): void;
  /** Sets whether the session is shown news: changes of messages, reactions, joins and leaves. */
  news(on: boolean): void;
  /** Called when the session hears a channel and may speak there. */
  entered(room: string): void;
  /** Called when a channel was renamed. */
  renamed(before: string, name: string): void;
  /** Called when the user is no longer a member of a channel. */
  left(room: string): void;
  readonly words: CommandWords;
}

/**
 * Sentences that each dialect words in its own way. Lines without control characters; `room` and `name` may be any
 * typed text.
 */
export interface CommandWords {
  /** The lines before the list of commands in `/help`. */
  readonly help: readonly string[];
  /** A sentence about a mistake of the person. */
  mistake(sentence: string): string;
  /** `about`: the typed name of the room or the user. */
  refused(refusal: RefusalCode | Refusal, about: string): string;
  unknown(word: string, meant: CommandName | undefined): string;
  /** A message to an offline account was stored. */
  waits(name: string): string;
  /** A sentence about how to speak in a channel that was just entered. */
  speakIn(room: string): string;
  /** The user is not a member of this channel. Says how to enter it. */
  notIn(room: string): string;
}

/**
 * Calls a function after the answers to all earlier requests, and before the next one is taken: for commands that
 * depend on the last message.
 */
export function afterAnswers(context: CommandContext, act: () => Said): void {
  context.chat.hold(context.seat);
  context.answer(() => {
    context.chat.release(context.seat);
    return act();
  });
}

/** The request of a longer line, in UTF-16 units, is made alone: see `alone`. */
export const longLine = 256;

/**
 * Makes the request of a line, and takes no further input before it is answered. A request may be much shorter than its line, and
 * keeps the whole line in memory, because strings cut from a line refer to it.
 */
export function alone({ chat, seat }: Pick<CommandContext, 'chat' | 'seat'>, ask: () => void): void {
  chat.hold(seat);
  ask();
  chat.say(seat, () => {
    chat.release(seat);
    return undefined;
  });
}

/** Follows the sentence about an unknown command. */
export const didYouMean = (meant: CommandName | undefined): string =>
  meant === undefined ? '' : ` Did you mean /${meant}?`;

/** The sentence for a read of a room, or of the messages with a user, that was refused. */
export const unreadable = (
  { chat, seat, words }: CommandContext,
  refused: RefusalCode | Refusal,
  about: string,
): string => words.refused(typeof refused === 'string' ? chat.tellNewName(seat, refused, about) : refused, about);

/** The sentence for a refusal; undefined if the answer is not a refusal. */
export const refusalOf = ({ words }: CommandContext, answer: Answer, about: string): string | undefined =>
  answer.kind === 'refusal' ? words.refused(answer, about) : undefined;
