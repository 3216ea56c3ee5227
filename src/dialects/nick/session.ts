import type { Chat } from '#chat/chat.ts';
import { isChannel, type RoomRef } from '#chat/event.ts';
import { joinFrames } from '#chat/frames.ts';
import { fold } from '#chat/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Seat } from '#chat/seat.ts';
import type { Answer, Frame, Render, Session } from '#chat/session.ts';
import type { Link, Reader } from '#link/link.ts';

import {
  decode,
  goesOn,
  hello,
  isCut,
  isPrefixed,
  maxMessage,
  messageEnd,
  messageText,
  ready,
  retry,
} from './codec.ts';
import { type Command, isPlain, parseCommand, parseFirst } from './commands.ts';
import { renderNick } from './render.ts';
import { refused, sentences } from './words.ts';

const lobby = '#lobby';

/** What was asked: a first name, another name, something said in #lobby, or to a person of this name. */
export type Ask = 'came' | 'renamed' | 'said' | { readonly to: string };

/** `coming`: it has proposed a name and takes nothing more until it is answered. */
type State = 'new' | 'coming' | 'here';

/** One nick client. */
export class NickSession implements Session<Ask>, Reader {
  readonly #chat: Chat;
  readonly #link: Link;
  readonly #seat: Seat<Ask>;
  #state: State = 'new';
  /** The next chunk is the rest of one that was taken in part. */
  #within = false;
  /** The last line of the chunk before, if that ended within a character. */
  #held: Uint8Array | undefined = undefined;

  constructor(chat: Chat, link: Link) {
    this.#chat = chat;
    this.#link = link;
    this.#seat = chat.open(this);
    link.write(hello);
  }

  get render(): Render {
    return renderNick;
  }

  get joinable(): boolean {
    return true;
  }

  hears(room: RoomRef): boolean {
    return !isChannel(room) || fold(room.name) === lobby;
  }

  send(frames: readonly Frame[]): void {
    this.#link.write(joinFrames(frames));
  }

  answer(answer: Answer, ask: Ask | undefined): Frame | undefined {
    switch (ask) {
      case 'came':
        this.#state = answer.kind === 'refusal' ? 'new' : 'here';
        // What the client wrote behind its name must not be answered before this answer is on its way.
        queueMicrotask(() => this.#link.resume());
        return answer.kind === 'refusal' ? refused(answer.code) : ready;
      case 'renamed':
        return answer.kind === 'refusal' ? refused(answer.code) : ready;
      default:
        return answer.kind === 'refusal' && ask !== undefined ? this.#unsaid(answer.code, ask) : undefined;
    }
  }

  #unsaid(code: RefusalCode, ask: Ask): Frame {
    return typeof ask === 'string' ? refused(code) : refused(code, ask.to);
  }

  resume(): void {
    this.#link.resume();
  }

  closed(): void {
    this.#link.end();
  }

  take(chunk: Uint8Array): number {
    if (this.#held) return this.#takeBehind(this.#held, chunk);
    const taken = this.#takeWhole(chunk);
    this.#within = taken < chunk.length && (taken > 0 || this.#within);
    return taken;
  }

  ended(): void {
    if (this.#held && !this.#seat.closing) this.#hear(decode(this.#held));
    this.#held = undefined;
    this.#chat.close(this.#seat);
  }

  /** A chunk behind one that ended within a character: it goes on there, or that was the end of a message. */
  #takeBehind(held: Uint8Array, chunk: Uint8Array): number {
    if (!this.#ready) return 0;
    this.#held = undefined;
    if (!goesOn(chunk)) {
      this.#hear(decode(held));
      return this.take(chunk);
    }
    const whole = joinFrames([held, chunk]);
    const taken = this.#takeLines(whole);
    this.#within = taken < whole.length;
    return taken - held.length;
  }

  #takeWhole(chunk: Uint8Array): number {
    if (this.#within || !isPrefixed(chunk)) return this.#takeLines(chunk);
    if (!this.#ready) return 0;
    this.#hear(decode(chunk.subarray(2)).replace(/\r?\n$/, ''));
    return chunk.length;
  }

  #takeLines(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length && this.#ready) {
      const end = messageEnd(chunk, at);
      if (end === chunk.length && isCut(chunk)) this.#hold(chunk.slice(at));
      else this.#hear(messageText(chunk, at, end));
      at = end;
    }
    return at;
  }

  /** Also true when it leaves: nothing of it counts any more, and all is taken. */
  get #ready(): boolean {
    return this.#state !== 'coming' && (this.#seat.closing || this.#chat.takes(this.#seat));
  }

  #hold(line: Uint8Array): void {
    if (line.length > maxMessage) this.#hear(undefined);
    else this.#held = line;
  }

  /** `undefined`: a message that is too long. */
  #hear(message: string | undefined): void {
    if (this.#seat.closing || message === '') return;
    if (message === undefined) this.#reply(sentences.long);
    else if (this.#state !== 'here') this.#obey(parseFirst(message));
    else if (isPlain(message)) this.#say(message);
    else this.#obey(parseCommand(message));
  }

  #obey(command: Command): void {
    switch (command.kind) {
      case 'nothing':
        return;
      case 'leave':
        return this.#chat.close(this.#seat);
      case 'name':
        return this.#propose(command.name);
      case 'login':
        return this.#reply(retry);
      case 'say':
        return this.#say(command.text);
      case 'tell':
        return this.#tell(command.to, command.text);
      case 'reply':
        return this.#chat.say(this.#seat, command.frame);
    }
  }

  #propose(name: string): void {
    if (this.#state === 'here') return this.#chat.post(this.#seat, { kind: 'renamed', name }, 'renamed');
    this.#state = 'coming';
    this.#chat.post(this.#seat, { kind: 'came', as: { guest: name } }, 'came', lobby);
  }

  #say(text: string): void {
    this.#chat.post(this.#seat, { kind: 'message', text }, 'said', lobby);
  }

  /** `/msg` is for people: a channel's name in its place must not make it public. */
  #tell(to: string, text: string): void {
    if (to.startsWith('#')) this.#reply(refused('no-user', to));
    else this.#chat.post(this.#seat, { kind: 'message', text }, { to }, to);
  }

  #reply(sentence: Frame): void {
    this.#chat.say(this.#seat, () => sentence);
  }
}
