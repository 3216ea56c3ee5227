import type { CommandContext, CommandWords, Said } from '#commands/command-context.ts';
import type { Manner } from '#commands/parse.ts';
import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Frame } from '#text/frames.ts';

/** The ask of a typed command: `word` makes the bytes that are sent for the answer. */
export interface Worded {
  readonly word: (answer: Answer) => Frame | undefined;
}

/** Where the messages of a session go. Its dialect keeps it. */
export interface Speaking {
  room: string;
  spoken: string;
}

/** Carries out typed commands for a session on one link. Made with its first command. */
export abstract class ByteCommandContext implements CommandContext {
  readonly chat: Chat;
  readonly seat: Seat<Worded, Frame>;
  abstract readonly words: CommandWords;
  readonly #speaking: Speaking;

  constructor(chat: Chat, seat: Seat<Worded, Frame>, speaking: Speaking) {
    this.chat = chat;
    this.seat = seat;
    this.#speaking = speaking;
  }

  /** The bytes of some lines. */
  abstract frame(lines: readonly string[]): Frame;
  abstract news(on: boolean): void;
  abstract register(password: string): void;
  abstract entered(room: string): void;
  abstract renamed(before: string, name: string): void;
  abstract left(room: string): void;

  get manner(): Manner {
    return {};
  }

  get room(): string {
    return this.#speaking.room;
  }

  get spoken(): string {
    return this.#speaking.spoken;
  }

  set spoken(to: string) {
    this.#speaking.spoken = to;
  }

  post(event: Asked, room: string | undefined, word: (answer: Answer) => Said): void {
    this.chat.post(this.seat, event, this.asking(word), room);
  }

  asking(word: (answer: Answer) => Said): Worded {
    return { word: (answer) => this.#framed(word(answer)) };
  }

  answer(make: () => Said): void {
    this.chat.say(this.seat, () => this.#framed(make()));
  }

  #framed(said: Said): Frame | undefined {
    if (said === undefined) return undefined;
    return this.frame(typeof said === 'string' ? [said] : said);
  }
}
