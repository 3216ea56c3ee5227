import type { Millis } from '#chat/event.ts';
import { ChatScreen } from '#client/chat-screen.ts';
import { hideInCommand } from '#client/typed-secrets.ts';

import type { Ending, Party } from '../../party.ts';
import { formatPdu, isRecord, type Payload, type Request, types } from '../talk-codec.ts';
import { PendingRequests } from './pending-requests.ts';
import type { TalkContext } from './talk-context.ts';
import { recordsIn, stringIn, stringsIn, userIn } from './fields.ts';
import { PushHandler } from './push-handler.ts';
import { Outgoing } from './outgoing.ts';
import { PendingCommands } from './pending-commands.ts';
import { ReadReports } from './read-reports.ts';
import { greet, namesIn, removedFrom } from './room-commands.ts';
import type { TalkMemory } from './talk-memory.ts';
import * as words from './talk-words.ts';
import { perform } from './typed-command.ts';
import { Typing, typingRef } from './typing.ts';
import { wantsOut } from './words.ts';

export const leaveTimeout: Millis = 2000;
/** After this much silence of the server the client pings; after twice as much it disconnects. */
export const silence: Millis = 30_000;

/** The connection of a conversation in version 2.0. */
export interface TalkWire {
  /** Writes a request. */
  write(bytes: Uint8Array): void;
  /** Reads on, after the conversation was not `ready`. */
  resume(): void;
  end(): void;
  abort(): void;
}

/** What is kept while the client reconnects. */
export interface TalkKept {
  readonly memory: TalkMemory;
  readonly screen: ChatScreen;
}

export const screenOf = (party: Party): ChatScreen =>
  new ChatScreen(party, { prompt: words.lobbyPrompt, speaksInRoom: true, secrets: hideInCommand });

type State = 'username' | 'password' | 'proposing' | 'talking' | 'leaving' | 'over';

/** A person's conversation in version 2.0, from the selected version on. */
export class Talk {
  readonly #party: Party;
  readonly #memory: TalkMemory;
  readonly #screen: ChatScreen;
  readonly #wire: TalkWire;
  readonly #asked = new PendingRequests();
  readonly #commands: PendingCommands;
  readonly #context: TalkContext;
  readonly #outgoing: Outgoing;
  readonly #reading: ReadReports;
  readonly #pushes: PushHandler;
  readonly #typing: Typing;
  #state: State = 'username';
  /** An error was shown after which the client does not reconnect. */
  #final = false;
  #heard: Millis;
  #cancelSilence: () => void = () => {};
  #cancelLeave: () => void = () => {};

  constructor(party: Party, { memory, screen }: TalkKept, wire: TalkWire) {
    this.#party = party;
    this.#memory = memory;
    this.#screen = screen;
    this.#wire = wire;
    this.#heard = party.clock.elapsed();
    screen.isOpen = () => this.#state === 'talking';
    const isTalking = (): boolean => this.#state === 'talking';
    const send = (mtype: number, payload: Payload, ref?: Request['ref']): void => this.#send(mtype, payload, ref);
    this.#reading = new ReadReports(party.clock, (of, upto) => this.#ask(types.read, { of, upto }, () => {}));
    this.#outgoing = new Outgoing({ party, memory, screen, send });
    this.#commands = new PendingCommands(memory, () => party.lines.ask());
    this.#typing = new Typing({ party, screen, isTalking, send });
    this.#pushes = new PushHandler({ party, memory, screen, reading: this.#reading, typists: this.#typing.typists });
    this.#context = {
      memory,
      screen,
      reading: this.#reading,
      now: () => party.clock.now(),
      ask: (mtype, payload, heard) => this.#ask(mtype, payload, this.#commands.pending(heard)),
      look: (mtype, payload, heard) => this.#ask(mtype, payload, heard),
      show: (sentence) => party.console.show(sentence),
      refused: (about, payload) => party.console.show(words.refusalWords(payload, party.clock.now(), about)),
      say: (to, text, more) => this.#outgoing.say(to, text, more),
      password: (password) => {
        memory.identity.password = password;
        memory.account = true;
      },
    };
  }

  begin(): void {
    this.#listen();
    this.#askCredentials();
  }

  /** Whether what is pushed is taken now: over QUIC it may come before the answer to the login. */
  get ready(): boolean {
    return this.#state !== 'proposing';
  }

  take({ mtype, payload, ref }: Request): void {
    if (this.#state === 'over') return;
    this.#heard = this.#party.clock.elapsed();
    const cursor = stringIn(payload, 'cursor');
    if (mtype === types.ack && cursor !== '') this.#memory.isNew(cursor);
    if (mtype === types.ping) this.#send(types.pong, {}, ref);
    else if (mtype === types.cursor) this.#reached(stringIn(payload, 'resume'));
    else if (mtype === types.shutdown) this.#stops(payload);
    else if (this.#outgoing.take(mtype, payload, ref) || this.#asked.take(mtype, payload, ref))
      this.#commands.answered();
    else if (mtype !== types.error) this.#pushes.take(mtype, payload);
    else if (ref !== typingRef) this.#failed(payload);
  }

  /** Before the login the cursor is not this user's: the one of an earlier connection stays valid. */
  #reached(resume: string): void {
    if (this.#state === 'talking') this.#memory.reached(resume);
  }

  ended(): void {
    if (this.#state === 'over') return;
    this.#wire.end();
    if (this.#state === 'leaving') this.#left();
    else this.#over(this.#final ? 'dismissed' : 'lost', 'The server has closed the connection.');
  }

  typed(line: string | undefined): boolean {
    if (this.#state !== 'username' && this.#state !== 'password' && this.#state !== 'talking') return false;
    if (this.#state === 'talking' && this.#commands.holdsBack(line)) return false;
    if (line === undefined) this.leave();
    else if (this.#state === 'talking') this.#do(line);
    else this.#credential(this.#state, line);
    return true;
  }

  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    const isIn = this.#state === 'talking';
    if (isIn) this.#reading.flush();
    this.#state = 'leaving';
    this.#typing.stop();
    this.#party.console.prompt('');
    if (isIn) this.#send(types.logout, {});
    else this.#wire.end();
    this.#cancelLeave = this.#party.clock.after(leaveTimeout, () => {
      this.#wire.abort();
      this.#left();
    });
  }

  /** On a pipe the exit code tells that something was not sent. */
  #left(): void {
    this.#over(this.#outgoing.isUnsaid && !this.#party.console.interactive ? 'dismissed' : 'left', '');
  }

  #send(mtype: number, payload: Payload, ref?: Request['ref']): void {
    this.#wire.write(formatPdu(mtype, payload, ref));
  }

  #ask(mtype: number, payload: Payload, heard: Parameters<PendingRequests['add']>[1]): void {
    const ref = this.#memory.nextRef();
    this.#asked.add(ref, heard);
    this.#send(mtype, payload, ref);
  }

  #askCredentials(): void {
    const { identity, login } = this.#memory;
    const { console, lines } = this.#party;
    if (identity.username !== undefined && identity.password !== undefined) {
      this.#state = 'proposing';
      this.#party.proposed = true;
      if (this.#party.name === undefined) console.prompt('');
      return this.#ask(login.mtype, login.payload, ({ payload, refused }) => {
        if (refused) this.#refused(payload);
        else this.#welcome(payload);
        this.#wire.resume();
      });
    }
    this.#state = identity.username === undefined ? 'username' : 'password';
    if (this.#state === 'username') console.prompt(words.usernamePrompt);
    else console.prompt(words.passwordPrompt, 'all');
    lines.ask();
  }

  #credential(which: 'username' | 'password', line: string): void {
    const text = which === 'username' ? line.trim() : line;
    if (which === 'username' && isFarewell(text)) return this.leave();
    if (which === 'password' || text !== '') this.#memory.identity[which] = text;
    this.#askCredentials();
  }

  #welcome(payload: Payload): void {
    const [memory, party] = [this.#memory, this.#party];
    const { id, name } = userIn(payload, 'user');
    const [isBack, isResumed] = [party.name !== undefined, payload['resumed'] === true];
    party.name = name;
    memory.me = id;
    memory.account = isRecord(payload['user']) && payload['user']['account'] === true;
    memory.token = stringIn(payload, 'token');
    if (!isResumed) memory.reached(stringIn(payload, 'resume'));
    party.console.show(isBack ? `You are back as ${name}.` : `You are ${name}. /help lists all commands.`);
    if (isBack && !isResumed) party.console.show('What was said in the meantime: /history.');
    this.#state = 'talking';
    this.#enter(stringsIn(payload, 'rooms'));
    this.#outgoing.sendAgain();
    if (!isBack) this.#lookAround();
    this.#typing.begin();
    this.#screen.ask();
  }

  /** Joins the rooms again in which the server does not have the user. */
  #enter(known: readonly string[]): void {
    const missing = this.#memory.rooms.filter(({ name }) => !known.includes(name));
    for (const name of known) this.#memory.entered(name);
    this.#screen.learn({ rooms: known });
    for (const { name, key } of missing) {
      this.#ask(types.join, { room: name, key }, ({ payload, refused }) => {
        if (!refused) return;
        this.#context.refused(name, payload);
        removedFrom(this.#context, name);
      });
    }
    greet(this.#context, this.#screen.room);
  }

  /** What is new since the last time, and who is here. */
  #lookAround(): void {
    this.#ask(types.members, {}, ({ payload }) => this.#screen.learn({ names: namesIn(payload) }));
    if (!this.#memory.account) return;
    this.#ask(types.unread, {}, ({ payload }) => this.#pushes.unread(recordsIn(payload, 'rooms')));
    this.#ask(types.invitations, {}, ({ payload }) => this.#pushes.invitations(recordsIn(payload, 'invitations')));
  }

  /** Two slashes at the beginning send one. */
  #do(line: string): void {
    const { lines } = this.#party;
    this.#typing.sent();
    if (isFarewell(line)) return this.leave();
    if (/^\s*\/[^/]/.test(line)) perform(this.#context, line);
    else if (line.trim() !== '') this.#outgoing.say(this.#screen.room, line.startsWith('//') ? line.slice(1) : line);
    lines.ask();
  }

  /** Another login than the first one may be refused because the earlier session still counts. */
  #refused(payload: Payload): void {
    this.#failed(payload);
    const { name, console, wished } = this.#party;
    if (name === undefined && console.interactive) {
      this.#memory.identity.username = this.#memory.identity.password = undefined;
      this.#party.wished = undefined;
      return this.#askCredentials();
    }
    this.#wire.end();
    this.#over(name === undefined && wished === undefined ? 'lost' : 'refused', '');
  }

  #failed(payload: Payload): void {
    this.#context.refused('', payload);
    if (payload['fatal'] === true) this.#final = payload['retry'] !== true;
  }

  #stops(payload: Payload): void {
    const seconds = Math.ceil(Number(payload['in']) / 1000) || 0;
    this.#party.console.show(`The server will shut down in ${seconds} seconds.`);
    this.#party.stopsIn(seconds);
  }

  #listen(): void {
    this.#cancelSilence = this.#party.clock.after(silence, () => {
      const quiet = this.#party.clock.elapsed() - this.#heard;
      if (quiet >= 2 * silence) {
        this.#wire.abort();
        return this.#over('lost', 'The server does not answer.');
      }
      this.#send(types.ping, {});
      this.#listen();
    });
  }

  #over(ending: Ending, reason: string): void {
    this.#state = 'over';
    this.#typing.stop();
    this.#reading.stop();
    this.#cancelSilence();
    this.#cancelLeave();
    this.#party.over(ending, reason);
  }
}

const isFarewell = (line: string): boolean => wantsOut(line.trim()) || /^\/(?:quit|exit)$/iu.test(line.trim());
