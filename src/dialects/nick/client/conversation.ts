import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';
import { Paced } from '#link/paced.ts';

import type { Conversation as Talk, Ending, Party } from '../../party.ts';
import * as words from './words.ts';
import { decode, type Heard, isNotice, message, protocolWords } from '../codec.ts';
import { Hearing, type Listener } from './hearing.ts';

/** How long a server may take to close after BYE. */
export const byePatience: Millis = 2000;

/** Who comes, whichever the link. */
export interface Identity {
  /** What to send behind NICK without asking: a name, perhaps with its password, so never to be shown. */
  proposal: string | undefined;
}

/** `leaving`: has said BYE, or is about to. */
type State = 'greeting' | 'naming' | 'proposing' | 'talking' | 'leaving' | 'over';

/** A client and one server, on one link. */
export class Conversation implements Talk, Listener {
  readonly #party: Party;
  readonly #identity: Identity;
  readonly #link: Link;
  readonly #pace: Paced;
  readonly #hearing: Hearing;
  #state: State = 'greeting';
  /** The names the server was asked for and has not answered yet. */
  readonly #proposed: string[] = [];
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
    this.#link.read(this.#hearing);
  }

  greeted(): void {
    const { proposal } = this.#identity;
    if (proposal === undefined) this.#askName();
    else this.#propose(proposal);
  }

  heard({ text, raw }: Heard): void {
    const answers = !raw && (text === protocolWords.ready || text === protocolWords.retry);
    const name = answers ? this.#proposed.shift() : undefined;
    if (name === undefined) this.#told(text);
    else if (text === protocolWords.ready) this.#taken(name);
    else this.#refused(name);
  }

  strange(reason: string, looksLike?: string): void {
    this.#link.abort();
    this.#over('strange', reason, looksLike);
  }

  closed(): void {
    this.#link.end();
    // A program that has written all it had to needs no sentence about the end.
    if (this.#state === 'leaving') return this.#over('left', this.#party.console.interactive ? words.closedWords : '');
    this.#over(this.#dismissed ? 'dismissed' : 'lost', words.closedWords);
  }

  /** Takes a line that was typed, undefined at the end of input; false when it comes at a wrong time. */
  typed(line: string | undefined): boolean {
    if (this.#state !== 'naming' && this.#state !== 'talking') return false;
    const login = this.#login;
    if (line !== undefined && login !== undefined) this.#logIn(login, line.trim());
    else if (line === undefined || line.trim() === protocolWords.bye) this.leave();
    else if (line.trim() === '' || this.#isLong(line)) this.#party.lines.ask();
    else if (words.loginIn(line) !== undefined) this.#askPassword(words.loginIn(line));
    else if (this.#state === 'naming') this.#propose(words.nameTyped(line));
    else this.#say(line);
    return true;
  }

  /** Says BYE instead of what still waits, and waits for the server to close. Before HELLO it just goes. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    if (this.#state === 'greeting') return this.#abandon();
    this.#state = 'leaving';
    this.#party.console.prompt('');
    this.#pace.send(message(protocolWords.bye), () => {
      this.#cancelPatience = this.#party.clock.after(byePatience, () => this.#abandon());
    });
  }

  #abandon(): void {
    this.#link.abort();
    this.#over('left', '');
  }

  #told(text: string): void {
    if (text !== '') this.#party.console.show(text, words.speakerIn(text));
    const [, seconds] = isNotice(text) ? (/(\d+)/.exec(text) ?? []) : [];
    if (words.isDismissal(text)) this.#dismissed = true;
    if (seconds !== undefined) this.#party.stopsIn(Number(seconds));
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
    this.#login = undefined;
    const proposal = `${name} ${password}`;
    if (this.#state === 'naming') {
      if (password === '' || this.#isLong(proposal)) this.#askName();
      else this.#propose(proposal);
      return;
    }
    this.#party.console.prompt(words.prompt, words.talkSecrets);
    if (password === '' || this.#isLong(`NICK ${proposal}`)) this.#party.lines.ask();
    else this.#say(`NICK ${proposal}`);
  }

  #propose(proposal: string): void {
    this.#state = 'proposing';
    this.#party.proposed = true;
    // Who comes back goes on typing what is to be said.
    if (this.#party.name === undefined) this.#party.console.prompt('');
    this.#pace.send(message(`NICK${proposal}`), () => this.#proposed.push(proposal));
  }

  #isLong(line: string): boolean {
    const { length } = message(this.#state === 'naming' ? `${protocolWords.nick}${words.nameTyped(line)}` : line);
    if (length > words.maxTyped) this.#party.tooLong(length, words.maxTyped);
    return length > words.maxTyped;
  }

  #say(line: string): void {
    const proposal = /^NICK(\s*\S+|\s+\S+\s+\S+)$/.exec(line.trim())?.[1]?.trim();
    this.#pace.send(message(line), () => {
      if (proposal !== undefined) this.#proposed.push(proposal);
      this.#registering = /^\/register\s+(\S+)$/.exec(line.trim())?.[1] ?? this.#registering;
      this.#party.lines.ask();
    });
  }

  #taken(proposal: string): void {
    const party = this.#party;
    const before = party.name;
    this.#identity.proposal = proposal;
    party.name = nameIn(proposal);
    if (this.#state !== 'proposing') return party.console.show(`You are ${party.name} now.`);
    if (before !== undefined) party.console.show(`You are back as ${party.name}.`);
    this.#state = 'talking';
    party.console.prompt(words.prompt, words.talkSecrets);
    party.lines.ask();
  }

  #refused(proposal: string): void {
    const { console, name } = this.#party;
    if (this.#state === 'proposing' && name !== undefined) return this.#go();
    const asked = this.#state === 'proposing';
    const account = /\s/u.test(this.#identity.proposal ?? '');
    const { reason, hint } = words.refusedWords(proposal, { asked, account: !asked && account });
    console.show(reason);
    if (hint !== undefined) console.hint(hint);
    console.show('');
    if (!asked) return;
    const wished = this.#party.wished !== undefined;
    this.#party.wished = undefined;
    this.#identity.proposal = undefined;
    // Nobody is there to be asked for another one, and what is piped in is what was to be said.
    if (wished && !console.interactive) this.#go();
    else this.#askName();
  }

  #go(): void {
    this.#link.write(message(protocolWords.bye));
    this.#link.end();
    this.#over('refused', '');
  }

  #over(ending: Ending, reason: string, looksLike?: string): void {
    const unsent = this.#pace.stop();
    if (unsent && this.#state === 'talking') this.#party.lines.keep(decode(unsent));
    this.#state = 'over';
    this.#hearing.stop();
    this.#cancelPatience();
    this.#party.over(ending, reason, looksLike);
  }
}

/** Without the password that may stand behind it. */
const nameIn = (proposal: string): string => /^\S+/.exec(proposal)?.[0] ?? proposal;
