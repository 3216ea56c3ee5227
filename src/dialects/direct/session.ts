import type { Frame } from '#text/frames.ts';
import { alone, longLine } from '#commands/command-context.ts';
import { perform } from '#commands/perform.ts';
import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import { lobby } from '#chat/names/lobby.ts';
import { fold } from '#chat/names/names.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Answer } from '#chat/hub/session.ts';
import { ByteOrderMarkReader } from '#link/readers/byte-order-mark.ts';
import type { Link } from '#link/link.ts';
import { TelnetReader } from '#link/readers/telnet.ts';

import { ByteCommandContext, type CommandSession, type Worded } from '../byte-command-context.ts';
import { ByteSession } from '../byte-session.ts';
import type { Listener } from '../dialect.ts';
import { type Command, parseCommand, parseFirst } from './commands.ts';
import { LineReader, type LineTaker } from './line-reader.ts';
import { type NamedRoom, NamedRooms } from './named-rooms.ts';
import { directFormat } from './render.ts';
import { directCommands } from './typed-commands.ts';
import { waysToRegister } from '../ways-to-register.ts';
import { leftElsewhere, isAway, noGuests, refused, registered, sentences, waits, welcome } from './words.ts';

/**
 * What was asked. Most requests are messages, to a user of this name or to a room; a string and an existing room cost
 * nothing.
 */
export type Ask =
  | string
  | NamedRoom
  | { readonly kind: 'came' | 'registered' }
  /** `silent`: a message to the room follows at once, and only that is answered. */
  | { readonly kind: 'joined'; readonly room: NamedRoom; readonly silent: boolean }
  | { readonly kind: 'left'; readonly name: string }
  | Worded;

const came: Ask = { kind: 'came' };
const becomes: Ask = { kind: 'registered' };

const slash = 0x2f;
const hash = 0x23;

export class DirectSession extends ByteSession<Ask> implements LineTaker, CommandSession {
  /** The room that it named last. */
  room: string = lobby;
  /** Where it sent its last message. */
  spoken: string = lobby;
  #commandContext: ByteCommandContext | undefined = undefined;
  readonly #lines: LineReader;
  readonly #rooms: NamedRooms = new NamedRooms();

  /** `pause`: see `LineReader`. */
  constructor(chat: Chat, listener: Listener, link: Link, pause?: Millis, format: ByteFormat = directFormat) {
    super(chat, listener, link, format);
    this.#lines = new LineReader(this, chat.clock, pause);
  }

  /** Starts reading the link. */
  begin(): void {
    const onTelnet = (): void => this.#lines.pausesNoMore();
    this.link.read(new ByteOrderMarkReader(new TelnetReader(this.#lines, { onTelnet })));
  }

  answer(answer: Answer, ask: Ask): Frame | undefined {
    if (typeof ask === 'string') return toldTo(answer, ask);
    if ('word' in ask) return ask.word(answer);
    if (!('kind' in ask)) return this.#saidIn(answer, ask);
    switch (ask.kind) {
      case 'came':
        return this.#came(answer);
      case 'registered':
        return answer.kind === 'entry' ? registered(answer.entry.from.name) : refusal(answer, '');
      case 'joined':
        this.#joined(answer, ask.room);
        return ask.silent ? undefined : refusal(answer, ask.room.name);
      case 'left':
        return refusal(answer, ask.name);
    }
  }

  #came(answer: Answer): Frame | undefined {
    if (answer.kind === 'refusal') {
      const { chat, listener } = this;
      this.#closeWith(answer.code === 'no-guests' ? noGuests(waysToRegister(chat, listener)) : refused(answer));
      return undefined;
    }
    const user = this.became(answer);
    return user && welcome(user.name);
  }

  #joined(answer: Answer, room: NamedRoom): void {
    if (answer.kind !== 'refusal') return;
    room.refused = answer;
    this.#rooms.forget(room);
  }

  #saidIn(answer: Answer, room: NamedRoom): Frame | undefined {
    if (answer.kind !== 'refusal') return undefined;
    if (answer.code !== 'not-member' && answer.code !== 'no-room') return refused(answer, room.name);
    this.#rooms.forget(room);
    return room.refused ? refused(room.refused, room.name) : leftElsewhere(room.name);
  }

  override resume(): void {
    this.#lines.resume();
    super.resume();
  }

  override closed(): void {
    this.#lines.close();
    super.closed();
  }

  take(line: string | undefined): void {
    if (this.over) return;
    if (line === undefined) return this.#tooLong();
    // As in the original, spaces around a line, and a CR, are not part of it.
    const text = line.trim();
    if (!this.user) return this.#runCommand(parseFirst(text, (name) => this.chat.accountNamed(name) !== undefined));
    const colon = text.indexOf(':');
    if (colon <= 0 || text.charCodeAt(0) === slash) {
      return this.#ask(line, text.length, () => this.#runCommand(parseCommand(text)));
    }
    const [to, said] = [text.slice(0, colon).trimEnd(), text.slice(colon + 1).trimStart()];
    this.#ask(line, to.length + said.length, () => this.#say(to, said));
  }

  /** `length`: of the request in the line, in UTF-16 units; the rest of the line is spaces. See `alone`. */
  #ask(line: string, length: number, ask: () => void): void {
    if (line.length > longLine && length < line.length / 2) alone(this, ask);
    else ask();
  }

  tooMuchUnfinished(): Frame {
    return refused('unavailable');
  }

  register(password: string): void {
    this.chat.register(this.seat, password, becomes);
  }

  entered(room: string): void {
    this.#rooms.add(room);
    this.room = room;
    this.spoken = room;
  }

  renamed(before: string, name: string): void {
    this.left(before);
    this.entered(name);
  }

  left(name: string): void {
    const room = this.#rooms.get(name);
    if (room) this.#rooms.forget(room);
    if (fold(name) === fold(this.room)) this.room = lobby;
  }

  /** The old name stays in the list: another room may get that name, and the session must not join it without being asked to. */
  roomRenamed(name: string, before: string): void {
    if (this.#rooms.get(before)) this.#rooms.add(name);
    if (fold(before) === fold(this.room)) this.room = name;
    if (fold(before) === fold(this.spoken)) this.spoken = name;
  }

  #say(to: string, text: string): void {
    this.spoken = to;
    if (to.charCodeAt(0) !== hash) this.chat.post(this.seat, { kind: 'message', text }, to, to);
    // It may have been removed from a room that it has named.
    else if (text === '') this.room = this.#enter(to, false).name;
    else this.#sayIn(this.#rooms.get(to) ?? this.#enter(to, true), text);
  }

  #sayIn(room: NamedRoom, text: string): void {
    this.room = room.name;
    this.chat.post(this.seat, { kind: 'message', text }, room, room.name);
  }

  #enter(name: string, silent: boolean): NamedRoom {
    const room = this.#rooms.add(name);
    this.chat.post(this.seat, { kind: 'joined' }, { kind: 'joined', room, silent }, name);
    return room;
  }

  #leave(name: string): void {
    this.left(name);
    this.chat.post(this.seat, { kind: 'left' }, { kind: 'left', name }, name);
  }

  #runCommand(command: Command): void {
    switch (command.kind) {
      case 'nothing':
        return;
      case 'login':
        return this.chat.come(this.seat, command, came);
      case 'leave':
        return this.#leave(command.room);
      case 'typed':
        return perform((this.#commandContext ??= new ByteCommandContext(this, directCommands)), command.line);
      case 'reply':
        return this.reply(command.line);
      case 'refuse':
        return this.#closeWith(command.line);
    }
  }

  #tooLong(): void {
    if (!this.user) this.#closeWith(sentences.name);
    else this.reply(sentences.long);
  }

  /** Before the login no other answer can be pending, so the sentence is in order. */
  #closeWith(sentence: Frame): void {
    this.link.write(sentence);
    this.chat.close(this.seat);
  }
}

function toldTo(answer: Answer, name: string): Frame | undefined {
  if (answer.kind !== 'entry') return refusal(answer, name);
  const to = answer.entry.room?.name ?? name;
  if (answer.away !== undefined) return isAway(to, answer.away);
  return answer.waits ? waits(to) : undefined;
}

const refusal = (answer: Answer, to: string): Frame | undefined =>
  answer.kind === 'refusal' ? refused(answer, to) : undefined;
