import type { Millis } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import type { ChatScreen } from '#client/chat-screen.ts';
import { Contact } from '#client/contact.ts';
import { type Credentials, hasPassword, nameIn } from '#client/credentials.ts';
import { foreignServer, wrongProtocolReason } from '#client/foreign-server.ts';
import { LoginPrompt, withPasswordHint } from '#client/login-prompt.ts';
import { learnedFrom } from '#client/room-sentences.ts';
import { isDismissal, noticeIn } from '#client/server-words.ts';
import { TextReader, type TextListener } from '#client/text-reader.ts';
import { isHarmful } from '#text/visible.ts';
import type { Link } from '#link/link.ts';

import type { Conversation as Talk, Party } from '../../party.ts';
import { line } from '../codec.ts';
import { splitLines } from './split-lines.ts';
import * as words from './words.ts';

/** How long a server may take for its Welcome; longer after a password, because wrong ones delay it up to 30 s. */
export const welcomeTimeout: Millis = 10_000;
export const passwordTimeout: Millis = 40_000;

/** Kept while the client reconnects. */
export interface Kept {
  readonly credentials: Credentials;
  readonly screen: ChatScreen;
  /** The named rooms as written, by folded name. */
  readonly rooms: Map<string, string>;
}

/** `proposing`: waiting for the answer to the name; nothing else may be sent. `leaving`: sends no more. */
type State = 'naming' | 'proposing' | 'talking' | 'leaving';

export class Conversation implements Talk, TextListener {
  readonly #party: Party;
  readonly #kept: Kept;
  readonly #contact: Contact;
  readonly #login: LoginPrompt;
  #state: State = 'naming';
  /** The first line sent. */
  #proposal = '';
  /** The server's sentences in place of Welcome. */
  readonly #reasons: string[] = [];
  /** The server said that the client must not reconnect. */
  #dismissed = false;

  constructor(party: Party, kept: Kept, link: Link) {
    this.#party = party;
    this.#kept = kept;
    kept.screen.isOpen = () => this.#state === 'talking';
    this.#contact = new Contact(party, link);
    this.#login = new LoginPrompt(this.#contact);
  }

  begin(): void {
    const { current } = this.#kept.credentials;
    this.#contact.hear(new TextReader(this, this.#party.clock, splitLines()));
    if (current === undefined) this.#askName();
    else this.#named(current);
  }

  heard(text: string): void {
    if (this.#state === 'naming' || this.#state === 'proposing') {
      const foreign = foreignServer(text, 'direct');
      if (foreign || isHarmful(text)) return this.#wrongProtocol(wrongProtocolReason(text, 'direct'), foreign?.dialect);
    }
    if (this.#state !== 'proposing') this.#show(text);
    else if (words.isWelcome(text)) this.#welcomed(text);
    else this.#notWelcomed(text);
  }

  closed(): void {
    this.#contact.end();
    if (this.#state === 'leaving') this.#contact.over('left', '');
    else if (this.#state === 'proposing' && this.#reasons.length > 0) this.#turnedAway();
    else if (this.#state === 'proposing') this.#wrongProtocol(words.closedReason);
    else this.#contact.over(this.#dismissed ? 'dismissed' : 'lost', words.disconnectedWords);
  }

  typed(text: string | undefined): boolean {
    if (this.#contact.isOver || (this.#state !== 'naming' && this.#state !== 'talking')) return false;
    if (text === undefined) this.leave();
    else if (this.#login.isOpen) this.#login.answer(text, (name, password) => this.#logIn(name, password));
    else if (this.#state === 'talking') this.#say(text);
    else if (!this.#login.opens(text)) this.#named(text.trim());
    return true;
  }

  /** There is no command for leaving: sent lines are flushed, then the link is closed. */
  leave(): void {
    if (this.#state === 'leaving' || this.#contact.isOver) return;
    this.#state = 'leaving';
    this.#contact.leave();
    this.#contact.end();
    this.#contact.awaitClose();
  }

  #show(text: string): void {
    this.#kept.screen.show(text);
    this.#learn(text);
    const seconds = noticeIn(text);
    if (seconds !== undefined) this.#party.stopsIn(seconds);
    if (isDismissal(text)) this.#dismissed = true;
    this.#kept.credentials.heard(text);
  }

  #askName(): void {
    this.#state = 'naming';
    this.#contact.ask(words.namePrompt, words.nameSecrets);
  }

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
    // While reconnecting the person keeps typing messages.
    if (this.#party.name === undefined) this.#party.console.prompt('');
    this.#contact.send(line(proposal));
    const timeout = hasPassword(proposal) ? passwordTimeout : welcomeTimeout;
    this.#contact.after('welcome', timeout, () => this.#wrongProtocol(words.silentReason(timeout / 1000)));
  }

  /** Refused by the client itself. On a pipe the next line is a message, not a name, so the client gives up. */
  #refused(): void {
    const gives = this.#party.wished !== undefined && !this.#party.console.interactive;
    this.#kept.credentials.forget();
    if (!gives) return this.#askName();
    this.#contact.end();
    this.#contact.over('refused', '');
  }

  #welcomed(text: string): void {
    this.#contact.cancel('welcome');
    this.#state = 'talking';
    this.#kept.credentials.current = this.#proposal;
    const back = this.#party.name !== undefined;
    this.#party.name = nameIn(this.#proposal);
    if (back) for (const reason of this.#reasons) this.#show(reason);
    this.#show(text);
    if (!back) this.#party.console.hint(words.welcomeHint);
    this.#kept.screen.prompt();
    const keys = this.#kept.screen.entered.filter(({ key }) => key !== '');
    const joins = keys.map(({ name, key }) => `/join ${name} ${key}`);
    this.#send([...joins, ...[...this.#kept.rooms.values()].map((room) => `${room}:`)]);
  }

  /** Names the rooms again, so that the server sends their messages, and then asks for what to say. */
  #send([each, ...others]: readonly string[]): void {
    if (each === undefined) this.#party.lines.ask();
    else this.#contact.send(line(each), () => this.#send(others));
  }

  #notWelcomed(text: string): void {
    if (noticeIn(text) !== undefined) return this.#show(text);
    this.#reasons.push(text);
    if (this.#party.name === undefined) this.#show(text);
  }

  /** The server closed after its reasons; at a first login they were already shown. */
  #turnedAway(): void {
    const { console, name } = this.#party;
    const isTaken = this.#reasons.some(words.isTaken);
    if (name === undefined) {
      if (isTaken && !hasPassword(this.#proposal)) console.hint(withPasswordHint);
      this.#kept.credentials.forget();
      return this.#contact.over('refused', '');
    }
    if (isTaken) return this.#contact.over('refused', '');
    for (const reason of this.#reasons) this.#show(reason);
    this.#contact.over(this.#reasons.some(words.isFinal) ? 'dismissed' : 'lost', '');
  }

  #isLong(text: string): boolean {
    return this.#contact.isTooLong(line(text).length - 1, words.maxTyped);
  }

  #say(text: string): void {
    if (text.trim() === '' || this.#isLong(text)) return this.#party.lines.ask();
    this.#contact.say(text, line(text), () => {
      this.#note(text.trim());
      this.#party.lines.ask();
    });
  }

  /** Notes what reconnecting needs. */
  #note(text: string): void {
    this.#kept.credentials.said(text);
    this.#kept.screen.said(text);
    const to = /^[^\s:/#][^:]*(?=:)|^#[^\s:]+(?=\s*:)/u.exec(text)?.[0];
    if (to !== undefined) this.#kept.screen.spokeIn(to.trim());
    const [, room, colon] = /^(#[^\s:]+)\s*(:?)/.exec(text) ?? [];
    if (room === undefined) return;
    if (colon === ':') this.#kept.rooms.set(fold(room), room);
    else this.#kept.rooms.delete(fold(text));
  }

  /** Notes what the server says about commands. */
  #learn(text: string): void {
    const { entered, left, removedFrom = left, renamed } = learnedFrom(text);
    const { rooms } = this.#kept;
    if (entered !== undefined) rooms.set(fold(entered), entered);
    if (removedFrom !== undefined) rooms.delete(fold(removedFrom));
    if (renamed !== undefined && rooms.delete(fold(renamed.before))) rooms.set(fold(renamed.now), renamed.now);
  }

  #wrongProtocol(reason: string, looksLike?: string): void {
    this.#contact.wrongProtocol(words.wrongProtocolWords(reason), looksLike);
  }
}
