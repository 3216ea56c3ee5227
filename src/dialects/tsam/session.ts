import type { Chat } from '#chat/chat.ts';
import type { Millis, UserRef } from '#chat/event.ts';
import type { ItemFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Outbox, Session } from '#chat/hub/session.ts';
import { ByteOrderMarkReader } from '#link/readers/byte-order-mark.ts';
import type { Link, LinkEnd, Peer, Reader } from '#link/link.ts';
import { TelnetReader } from '#link/readers/telnet.ts';

import type { Listener } from '../dialect.ts';
import type { Ask, ListenerState, Reply } from './caller.ts';
import { CommandParser, decode, encode, type Parsed } from './codec.ts';
import { isKnown, runCommand } from './command-table.ts';
import { parseCommand } from './command.ts';
import { status } from './commands/status.ts';
import type { TsamCommandContext } from './command-context.ts';
import type { LoadClient } from './load.ts';
import { Mail } from './mail.ts';
import { loggedAnswer, loggedCommand, safeName } from './mask.ts';
import { PacedReplies } from './paced-replies.ts';
import { IdleTimer } from './idle-timer.ts';
import { tsamFormat, type Unasked } from './render.ts';
import type { PeerLink } from './peers/peer-link.ts';
import { isServerId } from './peers/peer-messages.ts';
import { Rooms } from './rooms.ts';
import { Rope } from './rope.ts';
import { TypedCommands } from './typed-commands.ts';
import { named, noGuests, refused, sentences, silent } from './words.ts';

export class TsamSession implements Session<Ask, Unasked>, Reader, TsamCommandContext, LoadClient, Outbox {
  readonly chat: Chat;
  readonly seat: Seat<Ask, Unasked>;
  readonly shared: ListenerState;
  readonly since: Millis;
  readonly mail: Mail;
  readonly rooms: Rooms;
  readonly typed: TypedCommands = new TypedCommands(this);
  number = 0;
  readonly #link: Link;
  readonly #listener: Listener;
  readonly #replies: PacedReplies;
  /** The next chunk is the rest of one that was partly taken. */
  #within = false;
  readonly #idleTimer: IdleTimer;
  readonly #parser = new CommandParser();
  #user: UserRef | undefined = undefined;
  /** The link of a peer server: set when this client has turned out to be a server. It reads all further input. */
  #server: PeerLink | undefined;

  constructor(chat: Chat, listener: Listener, shared: ListenerState, link: Link) {
    this.chat = chat;
    this.shared = shared;
    this.rooms = new Rooms(this, shared.news);
    this.#link = link;
    this.#listener = listener;
    this.since = chat.clock.elapsed();
    this.#replies = new PacedReplies(link, chat.clock, () => this.#link.resume(), shared.framed);
    this.#idleTimer = new IdleTimer(chat.clock, shared.idleTimeout, () => this.#silent());
    this.seat = chat.open(this, listener.rules, link.peer.address);
    this.mail = new Mail(this, shared.connections.space);
  }

  /** Takes the next number as its name, and starts reading the link. */
  begin(): void {
    this.#come();
    this.shared.load.add(this);
    this.#link.read(new ByteOrderMarkReader(new TelnetReader(this)));
  }

  get id(): string {
    return this.shared.connections.idOf(this.number);
  }

  get name(): string | undefined {
    return this.#user?.name;
  }

  get peer(): Peer {
    return this.#link.peer;
  }

  get full(): boolean {
    return !this.seat.account && this.mail.box.full;
  }

  get queued(): number {
    return this.#replies.queued;
  }

  get format(): ItemFormat<Unasked> {
    return tsamFormat;
  }

  get outbox(): Outbox {
    return this;
  }

  get scarce(): boolean {
    return this.#link.scarce;
  }

  get delivered(): boolean {
    return this.#link.delivered && this.#replies.empty && this.mail.box.count === 0;
  }

  drained(): Promise<void> {
    return this.#replies.drained();
  }

  send(items: readonly Unasked[]): void {
    for (const each of items) {
      if (each.kind === 'notice') this.#write([encode(each.text)]);
      else this.mail.came(each);
    }
  }

  answer(answer: Answer, ask: Ask): undefined {
    ask(answer);
  }

  resume(): void {
    this.#link.resume();
  }

  roomRenamed(name: string, before: string): void {
    this.rooms.renamed(before, name);
    this.typed.renamed(before, name);
  }

  closed(): void {
    this.#idleTimer.stop();
    this.mail.box.close();
    this.shared.load.remove(this);
    this.shared.connections.remove(this);
    const { number: session, peer } = this;
    // The link of a server stays open; it reports its own end.
    if (this.#server) return;
    this.#listener.journal({ kind: 'left', peer, user: this.#user, session, at: this.chat.clock.now() });
    this.#replies.end();
  }

  take(chunk: Uint8Array): number {
    if (this.#server) return this.#server.take(chunk);
    // Input is discarded while closing, without parsing it.
    if (this.seat.closing) return chunk.length;
    if (!this.#within) this.#replies.heard();
    let at = 0;
    while (at < chunk.length && this.#ready) {
      const { next, parsed } = this.#parser.take(chunk, at);
      at = next;
      if (parsed) this.#runCommand(parsed);
      const server = this.#asServer();
      if (server) return at + server.take(chunk.subarray(at));
    }
    this.#within = at < chunk.length;
    return at;
  }

  get unfinished(): number {
    return this.#server ? this.#server.unfinished : this.#parser.unfinished;
  }

  tooMuchUnfinished(): Uint8Array | undefined {
    return this.#server ? undefined : encode(refused('unavailable'));
  }

  ended(how: LinkEnd): void {
    if (this.#server) return this.#server.ended(how);
    const rest = this.#parser.end();
    if (rest && !this.seat.closing) this.#runCommand(rest);
    if (how === 'ended') this.chat.end(this.seat);
    else this.chat.close(this.seat);
  }

  reply(making: (() => Reply | undefined) | IteratorObject<Reply | undefined>): void {
    const write = (reply: Reply | undefined): undefined => {
      if (typeof reply === 'string') this.write(reply);
      else if (reply) this.#write(reply);
    };
    this.chat.say(this.seat, typeof making === 'function' ? () => write(making()) : making.map(write));
  }

  write(text: string, logged: string = text): void {
    this.#replies.write(encode(text));
    if (this.#listener.followed) this.#journal('answered', encode(loggedAnswer(logged)));
  }

  async written(): Promise<boolean> {
    await this.#replies.drained();
    return this.#link.delivered;
  }

  become(name: string, password: string | undefined): void {
    const ask: Ask = (answer) => {
      if (answer.kind === 'refusal' && answer.code === 'no-guests') this.write(noGuests(this.shared.register()));
      else if (answer.kind === 'refusal') this.write(refused(answer, name), refused(answer, safeName(name)));
      else if (this.#became(answer)) this.write(named(this.name ?? name));
    };
    if (password !== undefined || !this.#user) return this.chat.come(this.seat, { name, password }, ask);
    // Its mailbox depends on its name.
    this.chat.hold(this.seat);
    const renamed: Ask = (answer) => {
      this.chat.release(this.seat);
      ask(answer);
    };
    this.chat.post(this.seat, { kind: 'renamed', name }, renamed);
  }

  pushed(overloaded: boolean, outbox: number): void {
    const state = overloaded ? 'overloaded' : 'normal';
    this.write(`${status(this.shared, this.chat.clock.elapsed())},outbox=${outbox},state=${state}`);
  }

  /** Also true while closing: remaining input is discarded. */
  get #ready(): boolean {
    return this.seat.closing || (!this.#replies.full && this.chat.takes(this.seat));
  }

  #come(): void {
    this.number = this.shared.connections.next();
    this.chat.come(this.seat, { name: this.id, group: true }, (answer) => this.#came(answer));
  }

  /** If guests are refused, the client can still log in. */
  #came(answer: Answer): void {
    if (answer.kind === 'refusal' && answer.code === 'name-taken') return this.#come();
    this.shared.connections.add(this);
    if (answer.kind === 'refusal' && answer.code === 'server-banned') this.write(refused(answer));
    this.#became(answer);
  }

  #became(answer: Answer): boolean {
    const user = answer.kind === 'entry' ? answer.entry.from : answer.kind === 'no-op' ? answer.user : undefined;
    if (!user) return false;
    this.#user = user;
    this.rooms.otherUser();
    const { number: session, peer } = this;
    this.#listener.journal({ kind: 'came', peer, user, session, at: this.chat.clock.now() });
    return true;
  }

  #runCommand(parsed: Parsed): void {
    if (this.seat.closing) return;
    if (parsed.kind !== 'command') return this.reply(() => sentences[parsed.kind]);
    this.#idleTimer.heard();
    const text = decode(parsed.bytes);
    if (this.#listener.followed) {
      this.#journal('commanded', loggedCommand(text, parsed.framed, isKnown(parseCommand(text))));
    }
    if (!this.#becomeServer(text)) runCommand(this, text);
  }

  /** The link of a peer server, if a command has turned this client into one. */
  #asServer(): PeerLink | undefined {
    return this.#server;
  }

  /** If links of servers are accepted, a client that greets with the id of a group becomes one. */
  #becomeServer(text: string): boolean {
    const { peers } = this.shared;
    const group = peers && /^HELO, ?(\w[\w.]{0,31})\b/.exec(text)?.[1];
    if (!peers || group === undefined || !isServerId(group)) return false;
    this.#server = peers.accept(this.#link, this.number, group);
    // If there are enough links, this one is closed; the server will dial again.
    this.chat.close(this.seat);
    this.#server?.greeted(group);
    return true;
  }

  #write(pieces: readonly Uint8Array[]): void {
    const reply = new Rope(pieces);
    this.#replies.write(reply);
    if (this.#listener.followed) this.#journal('answered', reply.slice(0, reply.length));
  }

  #journal(kind: 'commanded' | 'answered', bytes: Uint8Array): void {
    this.#listener.journal({ kind, peer: this.peer, session: this.number, bytes, at: this.chat.clock.now() });
  }

  #silent(): void {
    this.reply(() => silent(this.shared.idleTimeout / 1000));
    this.chat.close(this.seat);
  }
}
