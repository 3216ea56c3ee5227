import type { CommandWords } from '#commands/command-context.ts';
import type { Manner } from '#commands/parse.ts';
import type { Chat } from '#chat/chat.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { lobby } from '#chat/lobby.ts';
import { fold } from '#chat/names.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { ByteCommandContext, type Speaking, type Worded } from '../byte-command-context.ts';
import { frame } from './codec.ts';
import { nickFormat, nickNewsFormat } from './render.ts';
import { commandWords } from './words.ts';

/** What typed commands use of a session. */
export interface NickSpeaker extends Speaking {
  readonly chat: Chat;
  readonly seat: Seat<Worded, Frame>;
  register(password: string): void;
  /** What is typed goes to that room from now on. */
  enter(room: string): void;
}

/** Typed commands of a nick client. */
export class NickCommandContext extends ByteCommandContext {
  readonly words: CommandWords = commandWords;
  readonly #session: NickSpeaker;

  constructor(session: NickSpeaker) {
    super(session.chat, session.seat, session);
    this.#session = session;
  }

  /** `/topic #1 is tea` sets the topic of the current room unless the user is in #1, or in a room that had this name. */
  override get manner(): Manner {
    const { chat, seat } = this;
    const isRoom = (word: string): boolean => {
      const found = chat.channel(seat, word);
      return typeof found !== 'string' || chat.led(seat, found, word) !== found;
    };
    return { isRoom };
  }

  frame(lines: readonly string[]): Frame {
    return joinFrames(lines.map(frame));
  }

  news(on: boolean): void {
    this.chat.become(this.seat, on ? nickNewsFormat : nickFormat);
  }

  register(password: string): void {
    this.#session.register(password);
  }

  /** What is typed goes there from now on. */
  entered(room: string): void {
    this.#session.enter(room);
  }

  renamed(before: string, name: string): void {
    if (fold(before) === fold(this.#session.room)) this.entered(name);
  }

  left(room: string): void {
    if (fold(room) === fold(this.#session.room)) this.entered(lobby);
  }
}
