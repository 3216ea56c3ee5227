import { type Frame, joinFrames } from '#text/frames.ts';
import { perform } from '#commands/perform.ts';
import type { Chat } from '#chat/chat.ts';
import type { RoomId } from '#chat/event.ts';
import { lobby } from '#chat/names/lobby.ts';
import { fold } from '#chat/names/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Credentials } from '#chat/login/logins.ts';
import { wordsOf } from '#chat/login/passwords.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Link, LinkEnd, Reader } from '#link/link.ts';

import { ByteCommandContext, type CommandSession, type Worded } from '../byte-command-context.ts';
import { ByteSession } from '../byte-session.ts';
import type { Listener } from '../dialect.ts';
import { decode, goesOn, hello, isCut, isPrefixed, maxMessage, messageEnd, messageText, ready } from './codec.ts';
import { type Command, isPlain, parseCommand, parseFirst } from './commands.ts';
import { nickFormat } from './render.ts';
import { nickCommands } from './typed-commands.ts';
import { banned, gone, isHopeless, nowNamed, outside, refused, registered, sentences } from './words.ts';

/** What was asked: a login, a change of name, a registration, a message to the current room, or a typed command. */
export type Ask = 'came' | 'renamed' | 'registered' | 'said' | Worded;

/** Refusals for a room that the user is not in, or that has another name since the text was sent. */
const elsewhere: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['not-member', 'no-room', 'room-renamed']);

export class NickSession extends ByteSession<Ask> implements Reader, CommandSession {
  /** The room in which it speaks. */
  room: string = lobby;
  /** Where it sent its last message. */
  spoken: string = lobby;
  #commandContext: ByteCommandContext | undefined = undefined;
  #roomId: RoomId = 0;
  /** What that room was called until it was renamed. */
  #before = '';
  /** The next chunk is the rest of one that was partly taken. */
  #within = false;
  /** The last line of the previous chunk, if that ended within a character. */
  #held: Uint8Array | undefined = undefined;

  constructor(chat: Chat, listener: Listener, link: Link, format: ByteFormat = nickFormat) {
    super(chat, listener, link, format);
    link.write(hello);
  }

  answer(answer: Answer, ask: Ask): Frame | undefined {
    switch (ask) {
      case 'came':
      case 'renamed':
        return this.#named(answer, ask);
      case 'registered':
        return answer.kind === 'entry' ? registered(answer.entry.from.name) : this.#unsaid(answer, '');
      case 'said':
        return this.#saidHere(answer);
      default:
        return ask.word(answer);
    }
  }

  #named(answer: Answer, ask: 'came' | 'renamed'): Frame | undefined {
    if (answer.kind === 'refusal') {
      if (this.user || !isHopeless(answer.code)) return refused(answer, lobby);
      this.link.write(refused(answer, lobby));
      this.chat.close(this.seat);
      return undefined;
    }
    this.became(answer, ask);
    if (ask === 'came') this.#enterLobby(answer);
    return ready;
  }

  #enterLobby(answer: Answer): void {
    this.room = this.spoken = lobby;
    this.#roomId = enteredBy(answer);
  }

  /** What is typed goes there from now on. */
  entered(room: string): void {
    const channel = this.chat.channel(this.seat, room);
    this.room = this.spoken = room;
    this.#roomId = typeof channel === 'string' ? 0 : channel.room.id;
  }

  renamed(before: string, name: string): void {
    if (fold(before) === fold(this.room)) this.entered(name);
  }

  left(room: string): void {
    if (fold(room) === fold(this.room)) this.entered(lobby);
  }

  /** What is typed from now on goes to the room under its new name. */
  roomRenamed(name: string, before: string): void {
    if (fold(before) === fold(this.room)) [this.#before, this.room] = [before, name];
    if (fold(before) === fold(this.spoken)) this.spoken = name;
  }

  #saidHere(answer: Answer): Frame | undefined {
    if (answer.kind !== 'refusal') return undefined;
    if (answer.code === 'banned') return banned(answer, this.room);
    if (!elsewhere.has(answer.code)) return refused(answer, this.room);
    const now = this.chat.memberships(this.seat).find(({ id }) => id === this.#roomId)?.name;
    if (now === undefined) return answer.code === 'no-room' ? gone(this.room) : outside(this.room);
    const before = now === this.room ? this.#before : this.room;
    if (now !== this.room) this.entered(now);
    return nowNamed(before, now);
  }

  #unsaid(answer: Answer, to: string): Frame | undefined {
    return answer.kind === 'refusal' ? refused(answer, to) : undefined;
  }

  take(chunk: Uint8Array): number {
    // Input is discarded while closing, without parsing it.
    if (this.over) return chunk.length;
    if (this.#held) return this.#takeBehind(this.#held, chunk);
    const taken = this.#takeWhole(chunk);
    this.#within = taken < chunk.length && (taken > 0 || this.#within);
    return taken;
  }

  get unfinished(): number {
    return this.#held?.length ?? 0;
  }

  tooMuchUnfinished(): Frame {
    return refused('unavailable');
  }

  override ended(how: LinkEnd): void {
    if (this.#held && !this.over) this.#hear(decode(this.#held));
    this.#held = undefined;
    super.ended(how);
  }

  /**
   * Takes a chunk after one that ended within a character: it continues the character, or the earlier one was a whole
   * message.
   */
  #takeBehind(held: Uint8Array, chunk: Uint8Array): number {
    if (!this.ready) return 0;
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
    if (!this.ready) return 0;
    const text = chunk.subarray(2);
    this.#hear(text.length > maxMessage ? undefined : decode(text).replace(/\r?\n$/, ''));
    return chunk.length;
  }

  #takeLines(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length && this.ready) {
      const end = messageEnd(chunk, at);
      if (end === chunk.length && isCut(chunk)) this.#hold(chunk.slice(at));
      else this.#hear(messageText(chunk, at, end));
      at = end;
    }
    return at;
  }

  #hold(line: Uint8Array): void {
    if (line.length > maxMessage) this.#hear(undefined);
    else this.#held = line;
  }

  #hear(message: string | undefined): void {
    if (this.over || message === '') return;
    if (message === undefined) this.reply(sentences.long);
    else if (!this.user) this.#runCommand(parseFirst(message));
    else if (isPlain(message)) this.#say(message);
    else this.#runCommand(parseCommand(message));
  }

  #runCommand(command: Command): void {
    switch (command.kind) {
      case 'nothing':
        return;
      case 'leave':
        return this.chat.close(this.seat);
      case 'name':
        return this.#propose(command.name);
      case 'login':
        return this.#login(command);
      case 'say':
        return this.#say(command.text);
      case 'typed':
        return perform((this.#commandContext ??= new ByteCommandContext(this, nickCommands)), command.line);
      case 'reply':
        return this.chat.say(this.seat, command.frame);
    }
  }

  register(password: string): void {
    this.chat.register(this.seat, password, 'registered');
  }

  #propose(name: string): void {
    if (this.user) this.chat.post(this.seat, { kind: 'renamed', name }, 'renamed');
    else this.chat.come(this.seat, { name }, 'came', lobby);
  }

  /** A guest whose password is followed by an invitation code registers its name. */
  #login(who: Credentials & { readonly password: string; readonly name: string }): void {
    const isOwn = this.user && !this.seat.account && fold(who.name) === fold(this.user.name);
    if (isOwn && wordsOf(who.password).length > 1) return this.register(who.password);
    this.chat.come(this.seat, who, 'came', lobby);
  }

  #say(text: string): void {
    this.spoken = this.room;
    this.chat.post(this.seat, { kind: 'message', text }, 'said', this.room);
  }
}

/** The id of the room that the login has entered; 0 without a room. */
function enteredBy(answer: Answer): RoomId {
  if (answer.kind === 'entry') return answer.entry.room?.id ?? 0;
  return answer.kind === 'no-op' ? (answer.room?.id ?? 0) : 0;
}
