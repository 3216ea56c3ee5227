import type { Millis } from '#chat/event.ts';
import { secondOf } from '#chat/local-time.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { Paced } from '#link/paced.ts';

import type { Conversation as Talk, Ending, Party } from '../dialect.ts';
import {
  brokenWords,
  closedWords,
  help,
  leavingWords,
  maxTyped,
  nameIn,
  nameless,
  noticeIn,
  quit,
} from './client-words.ts';
import { decode, encode, frame } from './codec.ts';
import { Hearing, type Listener } from './hearing.ts';
import { masked } from './mask.ts';

/** Silence after which it says KEEPALIVE: a third of what servers wait for. */
export const keepAlive: Millis = 100_000;
/** How long a server may take to close after LEAVE. */
export const leavePatience: Millis = 2000;

/** Who comes, whichever the link. */
export interface Identity {
  /** The command to send first of all: a LOGIN, perhaps with a password, so never to be shown. */
  login: string | undefined;
}

/** A client and one server, on one link. */
export class Conversation implements Talk, Listener {
  readonly #party: Party;
  readonly #identity: Identity;
  readonly #link: Link;
  readonly #pace: Paced;
  readonly #hearing: Hearing;
  #state: 'talking' | 'leaving' | 'over' = 'talking';
  /** A command that was typed and waits for its time. */
  #saying: string | undefined;
  /** The LOGIN that was sent last. */
  #login: string | undefined;
  #cancelKeepAlive: () => void = () => {};
  #cancelPatience: () => void = () => {};

  constructor(party: Party, identity: Identity, link: Link) {
    this.#party = party;
    this.#identity = identity;
    this.#link = link;
    this.#pace = new Paced(link, party.clock.after);
    this.#hearing = new Hearing(this, party.clock);
  }

  begin(): void {
    const { login } = this.#identity;
    // Who has no name comes back all the same.
    this.#party.name ??= nameless;
    this.#link.read(this.#hearing);
    this.#wait();
    if (login === undefined) this.#party.lines.ask();
    else this.#say(login);
  }

  heard(reply: string): void {
    for (const line of reply.split('\n')) this.#show('Received', line);
    const seconds = noticeIn(reply);
    if (seconds !== undefined) this.#party.stopsIn(seconds);
    const name = nameIn(reply);
    if (name === undefined || this.#login === undefined) return;
    this.#party.name = name;
    this.#identity.login = this.#login;
  }

  closed(how: LinkEnd): void {
    this.#link.end();
    if (this.#state === 'leaving') this.#over('left', '');
    else this.#over('lost', how === 'ended' ? closedWords : brokenWords);
  }

  typed(line: string | undefined): boolean {
    if (this.#state !== 'talking') return false;
    const command = line?.trim();
    if (command === undefined || command === quit) this.leave();
    else if (command === '' || command === '/help' || this.#isLong(command)) {
      if (command === '/help') for (const each of help) this.#party.console.show(each);
      this.#party.lines.ask();
    } else this.#say(command);
    return true;
  }

  /** Says LEAVE instead of what still waits, and waits for the server to close. */
  leave(): void {
    if (this.#state !== 'talking') return;
    this.#state = 'leaving';
    this.#cancelKeepAlive();
    this.#party.console.show(leavingWords);
    this.#send('LEAVE', () => {
      this.#cancelPatience = this.#party.clock.after(leavePatience, () => {
        this.#link.abort();
        this.#over('left', '');
      });
    });
  }

  #isLong(command: string): boolean {
    const { length } = frame(command);
    if (length > maxTyped) this.#party.tooLong(length, maxTyped);
    return length > maxTyped;
  }

  #say(command: string): void {
    this.#saying = command;
    this.#send(command, () => {
      this.#saying = undefined;
      if (/^LOGIN[, ]/.test(command)) this.#login = command;
      this.#party.lines.ask();
    });
  }

  #send(command: string, sent: () => void): void {
    this.#pace.send(frame(command), () => {
      this.#show('Sent', decode(masked(encode(command))));
      if (this.#state === 'talking') this.#wait();
      sent();
    });
  }

  #show(what: 'Sent' | 'Received', text: string): void {
    this.#party.console.show(`[${secondOf(this.#party.clock.now())}] ${what}: ${text}`);
  }

  #wait(): void {
    this.#cancelKeepAlive();
    this.#cancelKeepAlive = this.#party.clock.after(keepAlive, () => {
      // It must not take the place of what waits to be sent.
      if (this.#saying === undefined) this.#send('KEEPALIVE', () => {});
    });
  }

  #over(ending: Ending, reason: string): void {
    this.#pace.stop();
    if (this.#state === 'talking' && this.#saying !== undefined) this.#party.lines.keep(this.#saying);
    this.#state = 'over';
    this.#hearing.stop();
    this.#cancelKeepAlive();
    this.#cancelPatience();
    this.#party.over(ending, reason);
  }
}
