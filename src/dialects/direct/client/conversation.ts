import type { Millis } from '#chat/event.ts';
import { fold } from '#chat/names.ts';
import { isHarmful } from '#text/visible.ts';
import type { Link } from '#link/link.ts';
import { Paced } from '#link/paced.ts';

import type { Conversation as Talk, Ending, Party } from '../../party.ts';
import { foreignServer, strangeReason } from '#client/foreign-server.ts';
import * as words from './words.ts';
import { line } from '../codec.ts';
import { Hearing, type Listener } from './hearing.ts';

/** How long a server may take for its Welcome to a name, and to one with a password: behind wrong ones up to 30 s. */
export const welcomePatience: Millis = 10_000;
export const passwordPatience: Millis = 40_000;
/** How long a server may take to close when we are done. */
export const leavePatience: Millis = 2000;

/** Who comes, whichever the link. */
export interface Identity {
  /** The first line to send without asking: a name, perhaps with its password, so never to be shown. */
  proposal: string | undefined;
  /** The rooms that were named, as they were written, by their folded names. */
  readonly rooms: Map<string, string>;
}

/** `proposing`: the name is on its way, and nothing else may be. `leaving`: says nothing more. */
type State = 'naming' | 'proposing' | 'talking' | 'leaving' | 'over';

/** A client and one server, on one link. */
export class Conversation implements Talk, Listener {
  readonly #party: Party;
  readonly #identity: Identity;
  readonly #link: Link;
  readonly #pace: Paced;
  readonly #hearing: Hearing;
  #state: State = 'naming';
  /** What was sent as the first line. */
  #proposal = '';
  /** What the server said to it in place of Welcome. */
  readonly #reasons: string[] = [];
  /** A line that waits for its time. */
  #saying: string | undefined;
  /** The server has said that it ends this for good. */
  #dismissed = false;
  /** The password with which an account was asked for. */
  #registering: string | undefined;
  /** For whom a password is asked. */
  #login: string | undefined;
  #cancelPatience: () => void = () => {};

  constructor(party: Party, identity: Identity, link: Link) {
    this.#party = party;
    this.#identity = identity;
    this.#link = link;
    this.#pace = new Paced(link, party.clock.after);
    this.#hearing = new Hearing(this, party.clock);
  }

  begin(): void {
    const { proposal } = this.#identity;
    this.#link.read(this.#hearing);
    if (proposal === undefined) this.#askName();
    else this.#named(proposal);
  }

  heard(text: string): void {
    if (this.#state === 'naming' || this.#state === 'proposing') {
      const foreign = foreignServer(text, 'direct');
      if (foreign || isHarmful(text)) return this.#strange(strangeReason(text, 'direct'), foreign?.dialect);
    }
    if (this.#state !== 'proposing') this.#show(text);
    else if (words.isWelcome(text)) this.#welcomed(text);
    else this.#notWelcomed(text);
  }

  closed(): void {
    this.#link.end();
    if (this.#state === 'leaving') this.#over('left', '');
    else if (this.#state === 'proposing' && this.#reasons.length > 0) this.#turnedAway();
    else if (this.#state === 'proposing') this.#strange(words.closedReason);
    else this.#over(this.#dismissed ? 'dismissed' : 'lost', words.disconnectedWords);
  }

  typed(text: string | undefined): boolean {
    if (this.#state !== 'naming' && this.#state !== 'talking') return false;
    const login = this.#login;
    this.#login = undefined;
    if (text === undefined) this.leave();
    else if (login !== undefined) this.#logIn(login, text.trim());
    else if (this.#state === 'naming' && words.loginIn(text) !== undefined) this.#askPassword(words.loginIn(text));
    else if (this.#state === 'naming') this.#named(text.trim());
    else this.#say(text);
    return true;
  }

  /** The wire has no word for it: what was said is sent, and then we are done. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    this.#cancelPatience();
    this.#state = 'leaving';
    this.#party.console.prompt('');
    this.#pace.stop();
    this.#link.end();
    this.#cancelPatience = this.#party.clock.after(leavePatience, () => {
      this.#link.abort();
      this.#over('left', '');
    });
  }

  #show(text: string): void {
    this.#party.console.show(text, words.speakerIn(text));
    const seconds = words.noticeIn(text);
    if (seconds !== undefined) this.#party.stopsIn(seconds);
    if (words.isDismissal(text)) this.#dismissed = true;
    if (this.#registering === undefined || !words.isRegistered(text)) return;
    this.#identity.proposal = `${this.#party.name} ${this.#registering}`;
    this.#registering = undefined;
  }

  #askName(): void {
    this.#state = 'naming';
    this.#party.console.prompt(words.namePrompt, words.nameSecrets);
    this.#party.lines.ask();
  }

  #askPassword(name: string | undefined): void {
    if (name === undefined) return;
    this.#login = name;
    this.#party.console.prompt(words.passwordPrompt(name), 'all');
    this.#party.lines.ask();
  }

  /** Nothing typed is no password, and no wish to log in any more. */
  #logIn(name: string, password: string): void {
    if (password === '') this.#askName();
    else this.#named(`${name} ${password}`);
  }

  #named(name: string): void {
    this.#party.proposed = true;
    if (name === '' || name.includes(':')) {
      this.#party.console.show(words.badNameWords);
      this.#refused();
    } else if (this.#isLong(name)) this.#refused();
    else this.#propose(name);
  }

  #propose(proposal: string): void {
    this.#state = 'proposing';
    this.#proposal = proposal;
    // Who comes back goes on typing what is to be said.
    if (this.#party.name === undefined) this.#party.console.prompt('');
    this.#pace.send(line(proposal), () => {});
    const patience = /\s/u.test(proposal) ? passwordPatience : welcomePatience;
    this.#cancelPatience = this.#party.clock.after(patience, () => this.#strange(words.silentReason(patience / 1000)));
  }

  /** Here, before anything was sent. A wished name on a pipe is not replaced by what was to be said. */
  #refused(): void {
    const gives = this.#party.wished !== undefined && !this.#party.console.interactive;
    this.#forget();
    if (!gives) return this.#askName();
    this.#link.end();
    this.#over('refused', '');
  }

  #forget(): void {
    this.#identity.proposal = undefined;
    this.#party.wished = undefined;
  }

  #welcomed(text: string): void {
    this.#cancelPatience();
    this.#state = 'talking';
    this.#identity.proposal = this.#proposal;
    const back = this.#party.name !== undefined;
    this.#party.name = /^\S+/.exec(this.#proposal)?.[0];
    if (back) for (const reason of this.#reasons) this.#show(reason);
    this.#show(text);
    if (!back) this.#party.console.hint(words.welcomeHint);
    this.#party.console.prompt('', words.talkSecrets);
    this.#enter([...this.#identity.rooms.values()]);
  }

  /** The server hears from us again which rooms we want to hear. */
  #enter([room, ...others]: readonly string[]): void {
    if (room === undefined) this.#party.lines.ask();
    else this.#pace.send(line(`${room}:`), () => this.#enter(others));
  }

  #notWelcomed(text: string): void {
    const seconds = words.noticeIn(text);
    if (seconds !== undefined) return this.#show(text);
    this.#reasons.push(text);
    if (this.#party.name === undefined) this.#show(text);
  }

  /** The server has closed behind its reasons, which somebody who comes for the first time has seen. */
  #turnedAway(): void {
    const party = this.#party;
    if (party.name === undefined) {
      if (this.#isOthers()) party.console.hint(words.withPasswordWords);
      this.#forget();
      return this.#over('refused', '');
    }
    if (this.#reasons.some(words.isTaken)) return this.#over('refused', '');
    for (const reason of this.#reasons) this.#show(reason);
    this.#over(this.#reasons.some(words.isFinal) ? 'dismissed' : 'lost', '');
  }

  /** A name without a password that is somebody's. */
  #isOthers(): boolean {
    return this.#reasons.some(words.isTaken) && !/\s/u.test(this.#proposal);
  }

  #isLong(text: string): boolean {
    const length = line(text).length - 1;
    if (length > words.maxTyped) this.#party.tooLong(length, words.maxTyped);
    return length > words.maxTyped;
  }

  #say(text: string): void {
    if (text.trim() === '' || this.#isLong(text)) return this.#party.lines.ask();
    this.#saying = text;
    this.#pace.send(line(text), () => {
      this.#saying = undefined;
      this.#note(text.trim());
      this.#party.lines.ask();
    });
  }

  /** What coming back will need. */
  #note(text: string): void {
    this.#registering = /^\/register\s+(\S+)$/.exec(text)?.[1] ?? this.#registering;
    const [, room, colon] = /^(#[^\s:]+)\s*(:?)/.exec(text) ?? [];
    if (room === undefined) return;
    if (colon === ':') this.#identity.rooms.set(fold(room), room);
    else this.#identity.rooms.delete(fold(text));
  }

  #strange(reason: string, looksLike?: string): void {
    this.#link.abort();
    this.#over('strange', words.strangeWords(reason), looksLike);
  }

  #over(ending: Ending, reason: string, looksLike?: string): void {
    this.#pace.stop();
    if (this.#state === 'talking' && this.#saying !== undefined) this.#party.lines.keep(this.#saying);
    this.#state = 'over';
    this.#hearing.stop();
    this.#cancelPatience();
    this.#party.over(ending, reason, looksLike);
  }
}
