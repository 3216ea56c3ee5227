import type { Millis } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import { secondOf } from '#text/local-time.ts';
import { closeTimeout, Contact } from '#client/contact.ts';
import { LoginPrompt } from '#client/login-prompt.ts';
import { learnedFrom } from '#client/room-sentences.ts';
import { noticeIn } from '#client/server-words.ts';
import { TextReader, type TextListener } from '#client/text-reader.ts';
import type { Link, LinkEnd } from '#link/link.ts';

import type { Conversation as Talk, Party } from '../../party.ts';
import { foreignServer, wrongProtocolReason } from '#client/foreign-server.ts';
import * as words from './words.ts';
import { decode, encode, frame } from '../codec.ts';
import { splitReplies } from './split-replies.ts';
import { masked } from '../mask.ts';

/** Silence after which the client sends KEEPALIVE: a third of the servers' timeout. */
export const keepAlive: Millis = 100_000;
/** How long the answer to a password may take; wrong ones delay it up to 30 s. */
const passwordTimeout = 40_000;
/** How long the first answer to a command that every server answers may take. */
export const answerTimeout: Millis = 10_000;

/** Kept while the client reconnects. */
export interface Identity {
  /** The first command, a LOGIN, perhaps with a password: never shown. */
  login: string | undefined;
  /** The person was asked for a name. */
  asked: boolean;
  /** The room that commands without one are about; undefined: #lobby. */
  room: string | undefined;
}

export class Conversation implements Talk, TextListener {
  readonly #party: Party;
  readonly #identity: Identity;
  readonly #contact: Contact;
  readonly #prompt: LoginPrompt;
  #leaving = false;
  /** A name is being asked for. */
  #naming = false;
  /** The server has answered something. */
  #answered = false;
  /** A command was sent that every server answers, or LOGIN, which ours answer. */
  #demanded = false;
  /** The LOGIN that was sent last. */
  #login: string | undefined;

  constructor(party: Party, identity: Identity, link: Link) {
    this.#party = party;
    this.#identity = identity;
    this.#contact = new Contact(party, link);
    this.#prompt = new LoginPrompt(this.#contact);
  }

  begin(): void {
    const { login } = this.#identity;
    const { room } = this.#identity;
    if (this.#party.name !== undefined && room !== undefined) this.#party.console.hint(words.backHint(room));
    this.#identity.room = undefined;
    // A client without a name reconnects, too.
    this.#party.name ??= words.nameless;
    this.#contact.hear(new TextReader(this, this.#party.clock, splitReplies));
    this.#wait();
    if (login !== undefined) this.#say(login);
    else if (this.#party.name === words.nameless && this.#party.console.interactive && !this.#identity.asked)
      this.#askName();
    else this.#talk();
  }

  heard(reply: string): void {
    if (!this.#answered) {
      const foreign = foreignServer(reply, 'tsam');
      if (foreign || reply.startsWith('\0'))
        return this.#wrongProtocol(wrongProtocolReason(reply, 'tsam'), foreign?.dialect);
    }
    // Without a LOGIN the first answer tells that the client is back: the next loss is a new one.
    if (!this.#answered && this.#identity.login === undefined) this.#party.name = words.nameless;
    this.#answered = true;
    this.#contact.cancel('answer');
    for (const line of reply.split('\n')) {
      this.#show('Received', line);
      this.#learn(line);
    }
    const seconds = noticeIn(reply);
    if (seconds !== undefined) this.#party.stopsIn(seconds);
    const name = words.nameIn(reply);
    if (name === undefined || this.#login === undefined) return;
    this.#party.name = name;
    this.#identity.login = this.#login;
  }

  #learn(sentence: string): void {
    const { entered, left, renamed } = learnedFrom(sentence);
    const { room = '' } = this.#identity;
    if (entered !== undefined) this.#identity.room = entered;
    if (left !== undefined && fold(left) === fold(room)) this.#identity.room = undefined;
    if (renamed !== undefined && fold(renamed.before) === fold(room)) this.#identity.room = renamed.now;
  }

  closed(how: LinkEnd): void {
    this.#contact.end();
    if (this.#leaving) this.#contact.over('left', '');
    else if (this.#demanded && !this.#answered) this.#wrongProtocol(words.closedReason);
    else this.#contact.over('lost', how === 'ended' ? words.closedWords : words.brokenWords);
  }

  typed(line: string | undefined): boolean {
    if (this.#leaving || this.#contact.isOver) return false;
    const command = line?.trim();
    if (command === undefined) this.leave();
    else if (this.#prompt.isOpen) this.#prompt.answer(command, (name, password) => this.#logIn(name, password));
    else if (words.wantsOut(command)) this.leave();
    else if (command === '/help') this.#help();
    else if (this.#prompt.opens(command)) return true;
    else if (this.#naming) this.#named(command);
    else if (command === '' || this.#isLong(command)) this.#party.lines.ask();
    else this.#say(command);
    return true;
  }

  /** Sends LEAVE in place of unsent lines and waits for the server to close. */
  leave(): void {
    if (this.#leaving || this.#contact.isOver) return;
    this.#leaving = true;
    this.#contact.leave();
    this.#party.console.show(words.leavingWords);
    this.#send('LEAVE', () => {
      this.#contact.after('close', closeTimeout, () => {
        if (this.#demanded && !this.#answered) this.#wrongProtocol(words.silentReason);
        else this.#contact.abandon();
      });
    });
  }

  #askName(): void {
    this.#naming = true;
    this.#contact.ask(words.namePrompt, words.nameSecrets);
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
    this.#contact.ask('', words.commandSecrets);
  }

  #isLong(command: string): boolean {
    return this.#contact.isTooLong(frame(command).length, words.maxTyped);
  }

  #say(command: string): void {
    this.#contact.say(command, frame(command), () => {
      this.#sent(command);
      if (/^LOGIN[, ]/.test(command)) this.#login = command;
      this.#expect(command);
      this.#talk();
    });
  }

  /** Waits for an answer, if the server has never given one. */
  #expect(command: string): void {
    if (this.#answered) return;
    const login = /^LOGIN[, ]/.test(command);
    if (!login && !words.isAnswered(command)) return;
    this.#demanded = true;
    const timeout = /^LOGIN[, ][^, ]*[, ]/.test(command) ? passwordTimeout : answerTimeout;
    this.#contact.after('answer', timeout, () => {
      if (login) this.#probe();
      else this.#wrongProtocol(words.silentReason);
    });
  }

  /** An original does not answer LOGIN, but it answers the probe. */
  #probe(): void {
    this.#party.console.hint(words.unansweredWords);
    if (!this.#contact.isSaying) this.#send(words.probe, () => this.#expect(words.probe));
  }

  #send(command: string, sent: () => void = () => {}): void {
    this.#contact.send(frame(command), () => {
      this.#sent(command);
      sent();
    });
  }

  #sent(command: string): void {
    this.#show('Sent', decode(masked(encode(command))));
    this.#identity.room = words.roomUsed(command) ?? this.#identity.room;
    if (!this.#leaving) this.#wait();
  }

  #show(what: 'Sent' | 'Received', text: string): void {
    this.#party.console.show(`[${secondOf(this.#party.clock.now())}] ${what}: ${text}`);
  }

  #wait(): void {
    this.#contact.after('keep-alive', keepAlive, () => {
      // It must not replace a line that is not sent yet.
      if (!this.#contact.isSaying) this.#send('KEEPALIVE');
    });
  }

  #wrongProtocol(reason: string, looksLike?: string): void {
    this.#contact.wrongProtocol(words.wrongProtocolWords(reason), looksLike);
  }
}
