import type { Millis } from '#chat/event.ts';
import { maxText } from '#chat/limits.ts';

import type { Ending, Party } from '../../party.ts';
import { formatPdu, type Payload, type Request, types } from '../talk-codec.ts';
import { hideRegistered, typedIn } from './talk-commands.ts';
import type { TalkMemory } from './talk-memory.ts';
import * as words from './talk-words.ts';
import { Typists } from './typists.ts';

export const leaveTimeout: Millis = 2000;
/** After so much silence of the server the client pings, and after twice that it gives up. */
export const silence: Millis = 30_000;
/** How often the person is shown as typing, at most. */
export const typingEvery: Millis = 4000;

/** The link of a conversation in version 2.0. */
export interface TalkWire {
  write(bytes: Uint8Array): void;
  end(): void;
  abort(): void;
}

type State = 'username' | 'password' | 'proposing' | 'talking' | 'leaving' | 'over';

/** A person's conversation in version 2.0, from the selected version on. */
export class Talk {
  readonly #party: Party;
  readonly #memory: TalkMemory;
  readonly #wire: TalkWire;
  readonly #typists: Typists;
  #state: State = 'username';
  /** An error was shown behind which the client does not reconnect. */
  #final = false;
  /** Messages that were refused. */
  #refusals = 0;
  #toldTyping = -Infinity;
  #heard: Millis;
  #cancelSilence: () => void = () => {};
  #cancelLeave: () => void = () => {};

  constructor(party: Party, memory: TalkMemory, wire: TalkWire) {
    this.#party = party;
    this.#memory = memory;
    this.#wire = wire;
    this.#heard = party.clock.elapsed();
    this.#typists = new Typists(party.clock, () => this.#showTypists());
  }

  begin(): void {
    this.#listen();
    this.#askCredentials();
  }

  take({ mtype, payload, ref }: Request): void {
    if (this.#state === 'over') return;
    this.#heard = this.#party.clock.elapsed();
    switch (mtype) {
      case types.ping:
        return this.#send(types.pong, {}, ref);
      case types.welcome:
        return this.#welcome(payload);
      case types.error:
        return this.#failed(payload, ref);
      case types.ack:
        return this.#acknowledged(payload, ref);
      case types.cursor:
        return this.#memory.reached(words.stringIn(payload, 'resume'));
      case types.shutdown:
        return this.#stops(payload);
      default:
        return this.#hear(mtype, payload);
    }
  }

  ended(): void {
    if (this.#state === 'over') return;
    this.#wire.end();
    if (this.#state === 'leaving') this.#left();
    else this.#over(this.#final ? 'dismissed' : 'lost', 'The server has closed the connection.');
  }

  typed(line: string | undefined): boolean {
    if (this.#state !== 'username' && this.#state !== 'password' && this.#state !== 'talking') return false;
    if (line === undefined) this.leave();
    else if (this.#state === 'talking') this.#do(line);
    else this.#credential(this.#state, line);
    return true;
  }

  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    const isIn = this.#state === 'talking';
    this.#state = 'leaving';
    this.#typists.clear();
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
    const failed = this.#refusals > 0 || this.#memory.unacknowledged.size > 0;
    this.#over(failed && !this.#party.console.interactive ? 'dismissed' : 'left', '');
  }

  #send(mtype: number, payload: Payload, ref?: Request['ref']): void {
    this.#wire.write(formatPdu(mtype, payload, ref));
  }

  #request(mtype: number, payload: Payload): void {
    this.#send(mtype, payload, this.#memory.nextRef());
  }

  #show(text: string): void {
    this.#party.console.show(text);
  }

  #askCredentials(): void {
    const { identity } = this.#memory;
    const { console, lines } = this.#party;
    if (identity.username !== undefined && identity.password !== undefined) {
      this.#state = 'proposing';
      this.#party.proposed = true;
      if (this.#party.name === undefined) console.prompt('');
      const { mtype, payload } = this.#memory.login;
      return this.#request(mtype, payload);
    }
    this.#state = identity.username === undefined ? 'username' : 'password';
    if (this.#state === 'username') console.prompt(words.usernamePrompt);
    else console.prompt(words.passwordPrompt, 'all');
    lines.ask();
  }

  #credential(which: 'username' | 'password', line: string): void {
    const text = which === 'username' ? line.trim() : line;
    if (which === 'username' && typedIn(text, '').kind === 'leave') return this.leave();
    if (which === 'password' || text !== '') this.#memory.identity[which] = text;
    this.#askCredentials();
  }

  #welcome(payload: Payload): void {
    if (this.#state !== 'proposing') return;
    const [name, memory, party] = [words.nameIn(payload, 'user'), this.#memory, this.#party];
    const back = party.name !== undefined;
    party.name = name;
    memory.token = words.stringIn(payload, 'token');
    if (payload['resumed'] !== true) memory.reached(words.stringIn(payload, 'resume'));
    this.#show(back ? `You are back as ${name}.` : `You are ${name}. /help tells the commands.`);
    if (back && payload['resumed'] !== true) this.#show('What was said in the meantime: /history.');
    const { rooms } = payload;
    const known: readonly unknown[] = Array.isArray(rooms) ? rooms : [];
    for (const room of memory.rooms) if (!known.includes(room)) this.#request(types.join, { room });
    // Whether these arrived is not known; the server knows them by their ids.
    for (const [ref, message] of memory.unacknowledged) this.#send(types.chat, { ...message }, ref);
    this.#state = 'talking';
    party.console.watchEditing?.((line) => this.#edited(line));
    this.#ask();
  }

  #ask(): void {
    this.#party.console.prompt(`${this.#memory.room}> `, hideRegistered);
    this.#party.lines.ask();
  }

  #do(line: string): void {
    const { room } = this.#memory;
    const typed = typedIn(line, room);
    this.#toldTyping = -Infinity;
    if (typed.kind === 'leave') return this.leave();
    if (typed.kind === 'help') for (const each of words.helpWords) this.#show(each);
    else if (typed.kind === 'request') this.#request(typed.mtype, typed.payload);
    else if (typed.kind === 'message') this.#say(typed.to, typed.text);
    else if (typed.kind === 'turn') {
      this.#memory.room = typed.room;
      this.#memory.rooms.add(typed.room);
      this.#request(types.join, { room: typed.room });
    }
    this.#ask();
  }

  #say(to: string, text: string): void {
    const { unacknowledged } = this.#memory;
    const { byteLength } = new TextEncoder().encode(text);
    if (byteLength > maxText) return this.#party.tooLong(byteLength, maxText);
    const message = this.#memory.message(to, text);
    const ref = this.#memory.nextRef();
    unacknowledged.set(ref, message);
    this.#send(types.chat, { ...message }, ref);
  }

  #acknowledged(payload: Payload, ref: Request['ref']): void {
    const said = typeof ref === 'number' ? this.#memory.unacknowledged.get(ref) : undefined;
    if (said && typeof ref === 'number') this.#memory.unacknowledged.delete(ref);
    const cursor = words.stringIn(payload, 'cursor');
    if (cursor !== '') this.#memory.isNew(cursor);
    if (said && payload['waits'] === true) this.#show(`${said.to} is away and gets it later.`);
  }

  #failed(payload: Payload, ref: Request['ref']): void {
    const said = typeof ref === 'number' ? this.#memory.unacknowledged.get(ref) : undefined;
    if (said && typeof ref === 'number') this.#memory.unacknowledged.delete(ref);
    if (said) this.#refusals++;
    const sentence = words.stringIn(payload, 'message');
    this.#show(said ? `Not sent to ${said.to}: ${sentence}.` : `${sentence}.`);
    if (payload['fatal'] === true) this.#final = payload['retry'] !== true;
    else if (this.#state === 'proposing') this.#refused();
  }

  /** While reconnecting, the earlier session may still count. */
  #refused(): void {
    const { name, console, wished } = this.#party;
    if (name === undefined && console.interactive) {
      this.#memory.identity.username = this.#memory.identity.password = undefined;
      this.#party.wished = undefined;
      return this.#askCredentials();
    }
    this.#wire.end();
    this.#over(name === undefined && wished === undefined ? 'lost' : 'refused', '');
  }

  #stops(payload: Payload): void {
    const seconds = Math.ceil(Number(payload['in']) / 1000) || 0;
    this.#show(`The server will shut down in ${seconds} seconds.`);
    this.#party.stopsIn(seconds);
  }

  #hear(mtype: number, payload: Payload): void {
    const { console, name = '' } = this.#party;
    if (mtype === types.event || mtype === types.past) {
      const [from, to] = [words.nameIn(payload, 'from'), words.stringIn(payload, 'to')];
      if (mtype === types.event && !this.#memory.isNew(words.stringIn(payload, 'cursor'))) return;
      this.#typists.end(to, from);
      const lines = words.eventLines(payload, name, this.#memory.room, mtype === types.past);
      for (const { text, speaker } of lines) console.show(text, speaker);
    } else if (mtype === types.presence) {
      if (payload['here'] !== true) this.#typists.gone(words.nameIn(payload, 'user'));
      this.#show(words.presenceWords(payload));
    } else if (mtype === types.typing) {
      const [from, to] = [words.nameIn(payload, 'from'), words.stringIn(payload, 'to')];
      if (payload['active'] === true) this.#typists.begin(to, from);
      else this.#typists.end(to, from);
    } else if (mtype === types.memberList) this.#show(words.membersWords(payload));
    else if (mtype === types.roomList) this.#show(words.roomsWords(payload));
    else if (mtype === types.topic) this.#show(words.stringIn(payload, 'topic') || 'There is no topic.');
  }

  #showTypists(): void {
    const names = this.#state === 'talking' ? this.#typists.at(this.#memory.room, this.#party.name ?? '') : [];
    this.#party.console.status?.(words.typingWords(names));
  }

  /** Shows the person to the others as typing. Commands are nobody's business. */
  #edited(line: string): void {
    const empty = line === '' || line.startsWith('/');
    const now = this.#party.clock.elapsed();
    if (this.#state !== 'talking' || (!empty && now - this.#toldTyping < typingEvery)) return;
    if (empty && this.#toldTyping === -Infinity) return;
    this.#toldTyping = empty ? -Infinity : now;
    this.#send(types.typing, { to: this.#memory.room, active: !empty });
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
    this.#typists.clear();
    this.#cancelSilence();
    this.#cancelLeave();
    this.#party.over(ending, reason);
  }
}
