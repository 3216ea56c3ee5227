import type { CommandContext, CommandWords, Making, Said } from '#commands/command-context.ts';
import type { CommandSyntax } from '#commands/parse.ts';
import { perform } from '#commands/perform.ts';
import type { Chat } from '#chat/chat.ts';
import type { Asked } from '#chat/event.ts';
import { lobby } from '#chat/names/lobby.ts';
import { fold } from '#chat/names/names.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Seat } from '#chat/hub/seat.ts';

import type { Ask } from './caller.ts';
import type { SlashCommands, TsamCommandContext } from './command-context.ts';
import { refused, sentences, typedWords } from './words.ts';

/** Commands that begin with a slash. They are ours: the original has none. */
export class TypedCommands implements CommandContext, SlashCommands {
  readonly words: CommandWords = typedWords;
  readonly syntax: CommandSyntax = { commas: true };
  /** The room last used by a command, SENDMSG or GETMSGS. */
  room: string = lobby;
  spoken: string = lobby;
  readonly #context: TsamCommandContext;

  constructor(context: TsamCommandContext) {
    this.#context = context;
  }

  used(place: string): void {
    this.spoken = place;
    if (place.startsWith('#')) this.room = place;
  }

  run(line: string): void {
    perform(this, line);
  }

  get chat(): Chat {
    return this.#context.chat;
  }

  get seat(): Seat {
    return this.#context.seat;
  }

  /** Private messages are sent like those of SENDMSG, which resolves ids and groups. */
  post(event: Asked, room: string | undefined, word: (answer: Answer) => Said): void {
    if (event.kind === 'message' && room !== undefined && !room.startsWith('#') && isPlain(event))
      return this.#context.mail.send(room, event.text);
    this.chat.post(this.#context.seat, event, this.asking(word), room);
  }

  asking(word: (answer: Answer) => Said): Ask {
    return (answer) => this.#write(word(answer));
  }

  news(on: boolean): void {
    this.#context.rooms.news = on;
  }

  answer(making: Making): void {
    this.#context.reply(typeof making === 'function' ? () => textOf(making()) : making.map(textOf));
  }

  register(password: string): void {
    this.chat.register(this.#context.seat, password, (answer) =>
      this.#context.write(answer.kind === 'refusal' ? refused(answer, this.#context.name) : sentences.registered),
    );
  }

  entered(room: string): void {
    this.#context.rooms.entered(room);
    this.used(room);
  }

  renamed(before: string, name: string): void {
    if (fold(before) === fold(this.room)) this.used(name);
  }

  left(room: string): void {
    this.#context.rooms.left(room);
    if (fold(room) === fold(this.room)) this.used(lobby);
  }

  #write(said: Said): void {
    const text = textOf(said);
    if (text !== undefined) this.#context.write(text);
  }
}

const isPlain = ({ style, replyTo }: Asked<'message'>): boolean => style === undefined && replyTo === undefined;

const textOf = (said: Said): string | undefined =>
  said === undefined || typeof said === 'string' ? said : said.join('\n');
