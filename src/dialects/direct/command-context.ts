import type { CommandWords } from '#commands/command-context.ts';
import type { Chat } from '#chat/chat.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Frame } from '#text/frames.ts';

import { ByteCommandContext, type Speaking, type Worded } from '../byte-command-context.ts';
import { line } from './codec.ts';
import { directFormat, directNewsFormat } from './render.ts';
import { commandWords } from './words.ts';

/** What typed commands use of a session. */
export interface DirectSpeaker extends Speaking {
  readonly chat: Chat;
  readonly seat: Seat<Worded, Frame>;
  register(password: string): void;
  /** It has joined a room by a command. */
  entered(room: string): void;
  /** It has left a room by a command. */
  forget(name: string): void;
}

/** Typed commands of a direct client. */
export class DirectCommandContext extends ByteCommandContext {
  readonly words: CommandWords = commandWords;
  readonly #session: DirectSpeaker;

  constructor(session: DirectSpeaker) {
    super(session.chat, session.seat, session);
    this.#session = session;
  }

  frame(lines: readonly string[]): Frame {
    return line(lines.join('\n'));
  }

  news(on: boolean): void {
    this.chat.become(this.seat, on ? directNewsFormat : directFormat);
  }

  register(password: string): void {
    this.#session.register(password);
  }

  entered(room: string): void {
    this.#session.entered(room);
  }

  renamed(before: string, name: string): void {
    this.#session.forget(before);
    this.#session.entered(name);
  }

  left(room: string): void {
    this.#session.forget(room);
  }
}
