import type { Clock } from '#chat/clock.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import type { Console } from '../dialect.ts';
import { closedWords, longWords, maxTyped, takenWords } from './client-words.ts';
import { type Heard, isNotice, message } from './codec.ts';
import { Hearing, type Listener } from './hearing.ts';
import { Pace } from './pace.ts';
import type { TypedLines } from './typed-lines.ts';

/** How long a server may take to close after BYE. */
export const byePatience: Millis = 2000;
/** How long a server may take to close after the time of which it gave notice. */
export const noticePatience: Millis = 2000;
/** The longest notice that is believed. */
const maxNotice: Millis = 86_400_000;

/** How it ends. `left`: as it was wished, by the person or the server. `refused`: a name that was had before is not. */
export type Ending = 'left' | 'lost' | 'strange' | 'refused';

/** Whose conversation it is. */
export interface Party {
  readonly console: Console;
  readonly clock: Clock;
  readonly lines: TypedLines;
  /** The name the server has taken, under which to come back. */
  nickname: string | undefined;
  /** A name was asked for, whatever the answer. */
  proposed: boolean;
  /** A line that was typed was refused here. */
  unsent: boolean;
  /** Called once. `reason` is for the person. */
  over(ending: Ending, reason: string): void;
}

/** `leaving`: has said BYE, or is about to. */
type State = 'greeting' | 'naming' | 'proposing' | 'talking' | 'leaving' | 'over';

/** A client and one server, on one link. */
export class Conversation implements Listener {
  readonly #party: Party;
  readonly #link: Link;
  readonly #pace: Pace;
  readonly #hearing: Hearing;
  #state: State = 'greeting';
  /** The server has said that it stops. */
  #noticed = false;
  /** The names the server was asked for and has not answered yet. */
  readonly #proposed: string[] = [];
  #cancelPatience: () => void = () => {};
  #cancelNotice: () => void = () => {};

  constructor(party: Party, link: Link) {
    this.#party = party;
    this.#link = link;
    this.#pace = new Pace(link, party.clock);
    this.#hearing = new Hearing(this, party.clock);
    link.read(this.#hearing);
  }

  greeted(): void {
    const { nickname } = this.#party;
    if (nickname === undefined) this.#askName();
    else this.#propose(nickname);
  }

  heard({ text, raw }: Heard): void {
    const answers = !raw && (text === 'READY' || text === 'RETRY');
    const name = answers ? this.#proposed.shift() : undefined;
    if (name === undefined) this.#told(text);
    else if (text === 'READY') this.#taken(name);
    else this.#refused(name);
  }

  strange(reason: string): void {
    this.#link.abort();
    this.#over('strange', reason);
  }

  closed(): void {
    this.#link.end();
    const ending = this.#state === 'leaving' || this.#noticed ? 'left' : 'lost';
    this.#over(ending, closedWords);
  }

  /** Takes a line that was typed, undefined at the end of input; false when it comes at a wrong time. */
  typed(line: string | undefined): boolean {
    if (this.#state !== 'naming' && this.#state !== 'talking') return false;
    if (line === undefined || line.trim() === 'BYE') this.leave();
    else if (line.trim() === '' || this.#isLong(line)) this.#party.lines.ask();
    else if (this.#state === 'naming') this.#propose(line.trim());
    else this.#say(line);
    return true;
  }

  /** Says BYE instead of what still waits, and waits for the server to close. Before HELLO it just goes. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    if (this.#state === 'greeting') return this.#abandon();
    this.#state = 'leaving';
    this.#party.console.prompt('');
    this.#pace.send('BYE', () => {
      this.#cancelPatience = this.#party.clock.after(byePatience, () => this.#abandon());
    });
  }

  #abandon(): void {
    this.#link.abort();
    this.#over('left', '');
  }

  #told(text: string): void {
    if (text !== '') this.#party.console.show(text);
    if (isNotice(text)) this.#expectEnd(text);
  }

  /** The original's close is not seen here while one of its threads waits for us: then the time must do. */
  #expectEnd(notice: string): void {
    this.#noticed = true;
    const [seconds = '0'] = /\d+/.exec(notice) ?? [];
    this.#cancelNotice();
    this.#cancelNotice = this.#party.clock.after(Math.min(Number(seconds) * 1000, maxNotice) + noticePatience, () => {
      this.#link.abort();
      this.#over('left', closedWords);
    });
  }

  #askName(): void {
    this.#state = 'naming';
    this.#party.console.prompt('Enter a nickname: ');
    this.#party.lines.ask();
  }

  #propose(name: string): void {
    this.#state = 'proposing';
    this.#party.proposed = true;
    // Who comes back goes on typing what is to be said.
    if (this.#party.nickname === undefined) this.#party.console.prompt('');
    this.#pace.send(`NICK${name}`, () => this.#proposed.push(name));
  }

  #isLong(line: string): boolean {
    const { length } = message(this.#state === 'naming' ? `NICK${line}` : line);
    if (length <= maxTyped) return false;
    this.#party.unsent = true;
    this.#party.console.show(longWords(length));
    return true;
  }

  #say(line: string): void {
    const [, name] = /^NICK\s*(\S+)$/.exec(line.trim()) ?? [];
    this.#pace.send(line, () => {
      if (name !== undefined) this.#proposed.push(name);
      this.#party.lines.ask();
    });
  }

  #taken(name: string): void {
    const party = this.#party;
    const before = party.nickname;
    party.nickname = name;
    if (this.#state !== 'proposing') return party.console.show(`You are ${name} now.`);
    if (before !== undefined) party.console.show(`You are back as ${name}.`);
    this.#state = 'talking';
    party.console.prompt('Me: ');
    party.lines.ask();
  }

  #refused(name: string): void {
    if (this.#state === 'proposing' && this.#party.nickname !== undefined) return this.#refusedAgain();
    for (const line of takenWords(name)) this.#party.console.show(line);
    if (this.#state === 'proposing') this.#askName();
  }

  #refusedAgain(): void {
    this.#link.write(message('BYE'));
    this.#link.end();
    this.#over('refused', '');
  }

  #over(ending: Ending, reason: string): void {
    const unsent = this.#pace.stop();
    if (unsent !== undefined && this.#state === 'talking') this.#party.lines.keep(unsent);
    this.#state = 'over';
    this.#hearing.stop();
    this.#cancelPatience();
    this.#cancelNotice();
    this.#party.over(ending, reason);
  }
}
