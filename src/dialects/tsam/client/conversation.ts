import type { Millis } from '#chat/event.ts';
import { secondOf } from '#text/local-time.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { Paced } from '#link/paced.ts';

import type { Conversation as Talk, Ending, Party } from '../../party.ts';
import { foreignServer, strangeReason } from '#client/foreign-server.ts';
import * as words from './words.ts';
import { decode, encode, frame } from '../codec.ts';
import { Hearing, type Listener } from './hearing.ts';
import { masked } from '../mask.ts';

/** Silence after which it says KEEPALIVE: a third of what servers wait for. */
export const keepAlive: Millis = 100_000;
/** How long a server may take to close after LEAVE. */
export const leavePatience: Millis = 2000;
/** How long it may take to answer a password until that is remarked on: behind wrong ones up to 30 s. */
export const passwordPatience: Millis = 40_000;
/** How long it may take to answer what every server answers, if it has never said anything. */
export const answerPatience: Millis = 10_000;

/** Who comes, whichever the link. */
export interface Identity {
  /** The command to send first of all: a LOGIN, perhaps with a password, so never to be shown. */
  login: string | undefined;
  /** A name was asked for, whatever the answer. */
  asked: boolean;
}

/** A client and one server, on one link. */
export class Conversation implements Talk, Listener {
  readonly #party: Party;
  readonly #identity: Identity;
  readonly #link: Link;
  readonly #pace: Paced;
  readonly #hearing: Hearing;
  #state: 'talking' | 'leaving' | 'over' = 'talking';
  /** A name is asked for. */
  #naming = false;
  /** For whom a password is asked. */
  #loggingIn: string | undefined;
  /** The server has said something. */
  #answered = false;
  /** Something was sent that every server answers, or LOGIN, which ours do. */
  #demanded = false;
  /** A command that was typed and waits for its time. */
  #saying: string | undefined;
  /** The LOGIN that was sent last. */
  #login: string | undefined;
  #cancelKeepAlive: () => void = () => {};
  #cancelPatience: () => void = () => {};
  #cancelAnswer: () => void = () => {};

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
    this.#party.name ??= words.nameless;
    this.#link.read(this.#hearing);
    this.#wait();
    if (login !== undefined) this.#say(login);
    else if (this.#party.name === words.nameless && this.#party.console.interactive && !this.#identity.asked)
      this.#askName();
    else this.#talk();
  }

  heard(reply: string): void {
    if (!this.#answered) {
      const foreign = foreignServer(reply, 'tsam');
      if (foreign || reply.startsWith('\0')) return this.#strange(strangeReason(reply, 'tsam'), foreign?.dialect);
    }
    this.#answered = true;
    this.#cancelAnswer();
    for (const line of reply.split('\n')) this.#show('Received', line);
    const seconds = words.noticeIn(reply);
    if (seconds !== undefined) this.#party.stopsIn(seconds);
    const name = words.nameIn(reply);
    if (name === undefined || this.#login === undefined) return;
    this.#party.name = name;
    this.#identity.login = this.#login;
  }

  closed(how: LinkEnd): void {
    this.#link.end();
    if (this.#state === 'leaving') this.#over('left', '');
    else if (this.#demanded && !this.#answered) this.#strange(words.closedReason);
    else this.#over('lost', how === 'ended' ? words.closedWords : words.brokenWords);
  }

  typed(line: string | undefined): boolean {
    if (this.#state !== 'talking') return false;
    const command = line?.trim();
    const loggingIn = this.#loggingIn;
    this.#loggingIn = undefined;
    if (command !== undefined && loggingIn !== undefined) this.#logIn(loggingIn, command);
    else if (command === undefined || words.wantsOut(command)) this.leave();
    else if (command === '/help') this.#help();
    else if (words.loginIn(command) !== undefined) this.#askPassword(words.loginIn(command));
    else if (this.#naming) this.#named(command);
    else if (command === '' || this.#isLong(command)) this.#party.lines.ask();
    else this.#say(command);
    return true;
  }

  /** Says LEAVE instead of what still waits, and waits for the server to close. */
  leave(): void {
    if (this.#state !== 'talking') return;
    this.#state = 'leaving';
    this.#cancelKeepAlive();
    this.#party.console.prompt('');
    this.#party.console.show(words.leavingWords);
    this.#send('LEAVE', () => {
      this.#cancelPatience = this.#party.clock.after(leavePatience, () => {
        if (this.#demanded && !this.#answered) return this.#strange(words.silentReason);
        this.#link.abort();
        this.#over('left', '');
      });
    });
  }

  #askName(): void {
    this.#naming = true;
    this.#party.console.prompt(words.namePrompt, words.nameSecrets);
    this.#party.lines.ask();
  }

  #named(line: string): void {
    this.#naming = false;
    this.#identity.asked = true;
    this.#party.console.prompt('', words.commandSecrets);
    this.#party.console.hint(words.welcomeHint);
    const command = line === '' || words.isCommand(line) ? line : words.loginOf(line);
    if (command === '' || this.#isLong(command)) this.#party.lines.ask();
    else this.#say(command);
  }

  #askPassword(name: string | undefined): void {
    if (name === undefined) return;
    this.#loggingIn = name;
    this.#party.console.prompt(words.passwordPrompt(name), 'all');
    this.#party.lines.ask();
  }

  /** Nothing typed is no password, and no wish to log in any more. */
  #logIn(name: string, password: string): void {
    if (this.#naming && password === '') return this.#askName();
    if (this.#naming) return this.#named(`LOGIN,${name},${password}`);
    this.#party.console.prompt('', words.commandSecrets);
    const command = `LOGIN,${name},${password}`;
    if (password === '' || this.#isLong(command)) this.#party.lines.ask();
    else this.#say(command);
  }

  #help(): void {
    for (const line of words.help) this.#party.console.show(line);
    this.#party.lines.ask();
  }

  #talk(): void {
    this.#party.console.prompt('', words.commandSecrets);
    this.#party.lines.ask();
  }

  #isLong(command: string): boolean {
    const { length } = frame(command);
    if (length > words.maxTyped) this.#party.tooLong(length, words.maxTyped);
    return length > words.maxTyped;
  }

  #say(command: string): void {
    this.#saying = command;
    this.#send(command, () => {
      this.#saying = undefined;
      if (/^LOGIN[, ]/.test(command)) this.#login = command;
      this.#expect(command);
      this.#talk();
    });
  }

  /** An answer, from a server that has never given one. */
  #expect(command: string): void {
    if (this.#answered) return;
    const { clock } = this.#party;
    const login = /^LOGIN[, ]/.test(command);
    if (!login && !words.isAnswered(command)) return;
    this.#demanded = true;
    this.#cancelAnswer();
    const patience = /^LOGIN[, ][^, ]*[, ]/.test(command) ? passwordPatience : answerPatience;
    this.#cancelAnswer = clock.after(patience, () => {
      if (login) this.#probe();
      else this.#strange(words.silentReason);
    });
  }

  /** An original does not answer LOGIN, but it answers this. */
  #probe(): void {
    this.#party.console.hint(words.unansweredWords);
    if (this.#saying === undefined) this.#send(words.probe, () => this.#expect(words.probe));
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

  #strange(reason: string, looksLike?: string): void {
    this.#link.abort();
    this.#over('strange', words.strangeWords(reason), looksLike);
  }

  #over(ending: Ending, reason: string, looksLike?: string): void {
    this.#pace.stop();
    if (this.#state === 'talking' && this.#saying !== undefined) this.#party.lines.keep(this.#saying);
    this.#state = 'over';
    this.#hearing.stop();
    this.#cancelKeepAlive();
    this.#cancelPatience();
    this.#cancelAnswer();
    this.#party.over(ending, reason, looksLike);
  }
}
