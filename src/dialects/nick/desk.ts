import type { DeskWords } from '#commands/desk.ts';
import type { Manner } from '#commands/parse.ts';
import { lobby } from '#chat/lobby.ts';
import { fold } from '#chat/names.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { ByteDesk } from '../byte-desk.ts';
import { frame } from './codec.ts';
import { nickFormat, nickNewsFormat } from './render.ts';
import type { NickSession } from './session.ts';
import { deskWords } from './words.ts';

/** Typed commands of a nick client. */
export class NickDesk extends ByteDesk {
  readonly words: DeskWords = deskWords;
  readonly #session: NickSession;

  constructor(session: NickSession) {
    super(session.chat, session.seat, session);
    this.#session = session;
  }

  /** `/topic #1 is tea` sets the topic of the current room unless the user is in #1. */
  override get manner(): Manner {
    const isRoom = (word: string): boolean => typeof this.chat.channel(this.seat, word) !== 'string';
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
