import type { DeskWords } from '#commands/desk.ts';
import type { Frame } from '#text/frames.ts';

import { ByteDesk } from '../byte-desk.ts';
import { line } from './codec.ts';
import { directFormat, directNewsFormat } from './render.ts';
import type { DirectSession } from './session.ts';
import { deskWords } from './words.ts';

/** Typed commands of a direct client. */
export class DirectDesk extends ByteDesk {
  readonly words: DeskWords = deskWords;
  readonly #session: DirectSession;

  constructor(session: DirectSession) {
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
