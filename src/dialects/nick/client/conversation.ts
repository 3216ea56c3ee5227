import type { ChatScreen } from '#client/chat-screen.ts';
import { Contact } from '#client/contact.ts';
import { type Credentials, hasPassword, nameIn } from '#client/credentials.ts';
import { LoginPrompt } from '#client/login-prompt.ts';
import { isDismissal, noticeIn } from '#client/server-words.ts';
import type { Link } from '#link/link.ts';

import type { Conversation as Talk, Party } from '../../party.ts';
import { type Heard, message, protocolWords } from '../codec.ts';
import { GreetedReader, type Listener } from './greeted-reader.ts';
import { RoomReturn } from './room-return.ts';
import * as words from './words.ts';

/** `leaving`: BYE is sent, or about to be. */
type State = 'greeting' | 'naming' | 'proposing' | 'talking' | 'leaving';

/** Kept while the client reconnects. */
export interface Kept {
  readonly credentials: Credentials;
  readonly screen: ChatScreen;
}

export class Conversation implements Talk, Listener {
  readonly #party: Party;
  readonly #credentials: Credentials;
  readonly #screen: ChatScreen;
  readonly #contact: Contact;
  readonly #login: LoginPrompt;
  readonly #return: RoomReturn;
  #state: State = 'greeting';
  /** Names sent and not answered yet. */
  readonly #proposed: string[] = [];
  /** The server said that the client must not reconnect. */
  #dismissed = false;

  constructor(party: Party, { credentials, screen }: Kept, link: Link) {
    this.#party = party;
    this.#credentials = credentials;
    this.#screen = screen;
    screen.isOpen = () => this.#state === 'talking' && !this.#login.isOpen;
    this.#contact = new Contact(party, link);
    this.#login = new LoginPrompt(this.#contact);
    this.#return = new RoomReturn(this.#contact, screen);
  }

  begin(): void {
    this.#contact.hear(new GreetedReader(this, this.#party.clock));
  }

  greeted(): void {
    const { current } = this.#credentials;
    if (current === undefined) this.#askName();
    else this.#propose(current);
  }

  heard({ text, raw }: Heard): void {
    const answers = !raw && (text === protocolWords.ready || text === protocolWords.retry);
    const name = answers ? this.#proposed.shift() : undefined;
    if (name === undefined) this.#told(text);
    else if (text === protocolWords.ready) this.#taken(name);
    else this.#refused(name);
  }

  wrongProtocol(reason: string, looksLike?: string): void {
    this.#contact.wrongProtocol(reason, looksLike);
  }

  closed(): void {
    this.#contact.end();
    // On a pipe no sentence is needed at a normal end.
    if (this.#state === 'leaving')
      return this.#contact.over('left', this.#party.console.interactive ? words.closedWords : '');
    this.#contact.over(this.#dismissed ? 'dismissed' : 'lost', words.closedWords);
  }

  typed(line: string | undefined): boolean {
    if (this.#contact.isOver || (this.#state !== 'naming' && this.#state !== 'talking')) return false;
    if (line === undefined) this.leave();
    else if (this.#login.isOpen) this.#login.answer(line, (name, password) => this.#logIn(name, password));
    else if (line.trim() === protocolWords.bye) this.leave();
    else if (this.#return.isPending) return false;
    else if (line.trim() === '' || this.#isLong(line)) this.#party.lines.ask();
    else if (this.#login.opens(line)) return true;
    else if (this.#state === 'naming') this.#propose(words.nameTyped(line));
    else this.#say(line);
    return true;
  }

  /** Sends BYE in place of unsent lines and waits for the server to close. Before HELLO it closes at once. */
  leave(): void {
    if (this.#state === 'leaving' || this.#contact.isOver) return;
    if (this.#state === 'greeting') return this.#contact.abandon();
    this.#state = 'leaving';
    this.#contact.leave();
    this.#contact.send(message(protocolWords.bye), () => this.#contact.awaitClose());
  }

  #told(text: string): void {
    if (this.#return.take(text)) return;
    if (text !== '') this.#screen.show(text);
    const seconds = noticeIn(text);
    if (isDismissal(text)) this.#dismissed = true;
    if (seconds !== undefined) this.#party.stopsIn(seconds);
    this.#credentials.heard(text);
  }

  #askName(): void {
    this.#state = 'naming';
    this.#contact.ask(words.namePrompt, words.nameSecrets);
  }

  #logIn(name: string, password: string): void {
    const proposal = `${name} ${password}`;
    if (this.#state === 'naming') {
      if (password === '' || this.#isLong(proposal)) this.#askName();
      else this.#propose(proposal);
      return;
    }
    const line = `${protocolWords.nick} ${proposal}`;
    this.#screen.prompt();
    if (password === '' || this.#isLong(line)) this.#party.lines.ask();
    else this.#say(line);
  }

  #propose(proposal: string): void {
    this.#state = 'proposing';
    this.#party.proposed = true;
    // While reconnecting the person keeps typing messages.
    if (this.#party.name === undefined) this.#party.console.prompt('');
    this.#contact.send(message(`${protocolWords.nick}${proposal}`), () => this.#proposed.push(proposal));
  }

  #isLong(line: string): boolean {
    const text = this.#state === 'naming' ? `${protocolWords.nick}${words.nameTyped(line)}` : line;
    return this.#contact.isTooLong(message(text).length, words.maxTyped);
  }

  #say(line: string): void {
    const why = this.#return.withholds(line);
    if (why !== undefined) {
      this.#party.unsent(why);
      return this.#party.lines.ask();
    }
    const proposal = /^NICK(\s*\S+|\s+\S+\s+\S+)$/.exec(line.trim())?.[1]?.trim();
    this.#contact.say(line, message(line), () => {
      if (proposal !== undefined) this.#proposed.push(proposal);
      this.#credentials.said(line);
      this.#screen.said(line);
      this.#party.lines.ask();
    });
  }

  #taken(proposal: string): void {
    const party = this.#party;
    const before = party.name;
    this.#credentials.current = proposal;
    party.name = nameIn(proposal);
    if (this.#state !== 'proposing') return party.console.show(`You are ${party.name} now.`);
    if (before === undefined) party.console.hint(words.welcomeHint);
    else party.console.show(`You are back as ${party.name}.`);
    this.#state = 'talking';
    if (before === undefined) this.#screen.ask();
    else this.#return.begin(() => this.#screen.ask());
  }

  #refused(proposal: string): void {
    const { console, name } = this.#party;
    if (this.#state === 'proposing' && name !== undefined) return this.#go();
    const asked = this.#state === 'proposing';
    const account = hasPassword(this.#credentials.current ?? '');
    const { reason, hint } = words.refusedWords(proposal, { asked, account: !asked && account });
    console.show(reason);
    if (hint !== undefined) console.hint(hint);
    console.show('');
    if (!asked) return;
    const wished = this.#party.wished !== undefined;
    this.#credentials.forget();
    // On a pipe the next line is a message, not a name, so the client gives up.
    if (wished && !console.interactive) this.#go();
    else this.#askName();
  }

  #go(): void {
    this.#contact.sendLast(message(protocolWords.bye));
    this.#contact.over('refused', '');
  }
}
