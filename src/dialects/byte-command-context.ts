import type { CommandContext, CommandWords, Making, Said } from '#commands/command-context.ts';
import type { CommandSyntax } from '#commands/parse.ts';
import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Frame } from '#text/frames.ts';

/** The ask of a typed command: `word` makes the bytes that are sent for the answer. */
export interface Worded {
  readonly word: (answer: Answer) => Frame | undefined;
}

/** What typed commands use of a session on one link, and tell it. */
export interface CommandSession {
  readonly chat: Chat;
  readonly seat: Seat<Worded, Frame>;
  /** The channel of commands that name none. */
  readonly room: string;
  /** The channel, or the user, that it last sent a message to. */
  spoken: string;
  register(password: string): void;
  /** The session hears this channel, and may speak there. */
  entered(room: string): void;
  renamed(before: string, name: string): void;
  /** The session's user is no longer a member of this channel. */
  left(room: string): void;
}

/** How a dialect reads and answers typed commands: one value for all its sessions. */
export interface CommandDialect {
  readonly words: CommandWords;
  /** The bytes of some lines. */
  readonly frame: (lines: readonly string[]) => Frame;
  /** The format without news, and with. */
  readonly usual: ByteFormat;
  readonly news: ByteFormat;
  /** How the commands of this session are written; undefined: as usual. */
  readonly syntax?: (session: CommandSession) => CommandSyntax;
}

/** Carries out typed commands for a session on one link. Made with its first command. */
export class ByteCommandContext implements CommandContext {
  readonly chat: Chat;
  readonly seat: Seat<Worded, Frame>;
  readonly words: CommandWords;
  readonly syntax: CommandSyntax;
  readonly #session: CommandSession;
  readonly #dialect: CommandDialect;

  constructor(session: CommandSession, dialect: CommandDialect) {
    this.chat = session.chat;
    this.seat = session.seat;
    this.words = dialect.words;
    this.syntax = dialect.syntax?.(session) ?? {};
    this.#session = session;
    this.#dialect = dialect;
  }

  get room(): string {
    return this.#session.room;
  }

  get spoken(): string {
    return this.#session.spoken;
  }

  set spoken(to: string) {
    this.#session.spoken = to;
  }

  post(event: Asked, room: string | undefined, word: (answer: Answer) => Said): void {
    this.chat.post(this.seat, event, this.asking(word), room);
  }

  asking(word: (answer: Answer) => Said): Worded {
    return { word: (answer) => this.#framed(word(answer)) };
  }

  answer(making: Making): void {
    const frames =
      typeof making === 'function' ? () => this.#framed(making()) : making.map((said) => this.#framed(said));
    this.chat.say(this.seat, frames);
  }

  news(on: boolean): void {
    this.chat.become(this.seat, on ? this.#dialect.news : this.#dialect.usual);
  }

  register(password: string): void {
    this.#session.register(password);
  }

  entered(room: string): void {
    this.#session.entered(room);
  }

  renamed(before: string, name: string): void {
    this.#session.renamed(before, name);
  }

  left(room: string): void {
    this.#session.left(room);
  }

  #framed(said: Said): Frame | undefined {
    if (said === undefined) return undefined;
    return this.#dialect.frame(typeof said === 'string' ? [said] : said);
  }
}
