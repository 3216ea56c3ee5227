import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';
import { pause } from '#link/paced.ts';

import type { Conversation as Talk, Ending, Party, Secrets } from '../../party.ts';
import type { Channel } from '../channel.ts';
import {
  choosesOut,
  closedWords,
  isInfo,
  leadIn,
  leavingWords,
  menu,
  menuHint,
  noticeIn,
  prompt,
  strangeWords,
  unopened,
  wantsOut,
} from './words.ts';
import { enter } from './login.ts';
import { obey } from './operations.ts';
import { encode, operations } from '../codec.ts';
import { openHalves } from './halves.ts';
import { hearPushes } from './hearing.ts';
import { privateHead } from '../render.ts';
import { type Keys, ownKeys, type PeerKey } from '../sealing.ts';

/** How long a server may take for each step of a login: behind wrong passwords up to 30 s. */
export const loginPatience: Millis = 40_000;
/** How long a server may take to close after EX. */
export const leavePatience: Millis = 2000;

/** Who comes, whichever the links. */
export interface Identity {
  name: string | undefined;
  /** Gone when it was refused. */
  password: string | undefined;
}

/** What is at hand once both links are there. */
export interface Ground {
  readonly main: Channel;
  readonly keys: Keys;
  readonly server: PeerKey;
}

/** `choosing`: nothing is under way, so that EX may be said. */
type State = 'entering' | 'choosing' | 'acting' | 'leaving' | 'over';

/** A client and one server, on two links. What it waits for when it is over never comes. */
export class Conversation implements Talk {
  readonly party: Party;
  readonly identity: Identity;
  readonly #links: Link[];
  #state: State = 'entering';
  #ground: Ground | undefined;
  #take: ((line: string | undefined) => void) | undefined;
  /** The server can read the next thing apart from the last. */
  #rested: Promise<void> = Promise.resolve();

  constructor(party: Party, identity: Identity, link: Link) {
    this.party = party;
    this.identity = identity;
    this.#links = [link];
  }

  begin(): void {
    this.#talk().catch((error: unknown) => {
      this.#over('lost', error instanceof Error ? error.message : String(error));
    });
  }

  typed(line: string | undefined): boolean {
    const take = this.#take;
    if (!take) return false;
    this.#take = undefined;
    take(line);
    return true;
  }

  /** Says EX where the server can understand it; else just goes. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    this.party.console.prompt('');
    this.party.console.show(leavingWords);
    if (this.#state === 'choosing') void this.#exit();
    else this.#over('left', '');
  }

  /** Asks for a line. The end of input is the end of the conversation, and so is a wish to leave. */
  async ask(words: string, secrets?: Secrets): Promise<string> {
    const { console, lines } = this.party;
    console.prompt(words, secrets);
    const line = await new Promise<string | undefined>((take) => {
      this.#take = take;
      lines.ask();
    });
    if (line !== undefined && !wantsOut(line)) return line;
    if (this.#state === 'choosing') await this.#exit();
    else this.#over('left', '');
    return new Promise(() => {});
  }

  /** Undefined when a person types an empty line, to go back. On a pipe it is nothing. */
  async askText(words: string, secrets?: Secrets): Promise<string | undefined> {
    for (;;) {
      const line = await this.ask(words, secrets);
      if (line.trim() !== '') return line;
      if (this.party.console.interactive) return undefined;
    }
  }

  /** Writes a STREAM to the main link; what comes next may be read together with it, so it waits a little. */
  async send(main: Channel, bytes: Uint8Array): Promise<void> {
    await this.#rested;
    if (!(await main.send(bytes))) return this.lost();
    this.#rested = new Promise((resolve) => this.party.clock.after(pause, resolve));
  }

  /** What the server does within its patience; otherwise it is lost. */
  async within<T>(step: Promise<T>): Promise<T> {
    const callOff = this.party.clock.after(loginPatience, () => void this.lost());
    const result = await step;
    callOff();
    return result;
  }

  /** The server does not talk as it should, or not any more. Never resolves. */
  lost(): Promise<never> {
    this.#over(this.#state === 'leaving' ? 'left' : 'lost', closedWords);
    return new Promise(() => {});
  }

  /** Its name is not to be had. Never resolves. */
  refused(): Promise<never> {
    if (this.party.name === undefined) {
      this.identity.name = undefined;
      this.party.wished = undefined;
    }
    this.identity.password = undefined;
    this.#over('refused', '');
    return new Promise(() => {});
  }

  async #talk(): Promise<void> {
    const [link] = this.#links;
    if (!link) return;
    const keys = await ownKeys();
    const halves = await openHalves(this.party, link, (other) => this.#opened(other));
    if (this.#state === 'over') return;
    if ('reason' in halves) return this.#over('strange', strangeWords(halves.reason), halves.looksLike);
    const { main, push, first, key } = halves;
    const ground = { main, keys, server: key };
    this.#ground = ground;
    for (const channel of [main, push]) channel.onEnd = () => void this.lost();
    void hearPushes(push, first, keys, (text) => this.#heard(text));
    await enter(this, ground);
    await this.#choose(ground);
  }

  #opened(link: Link): void {
    this.#links.push(link);
    if (this.#state === 'over') link.abort();
  }

  async #choose(ground: Ground): Promise<void> {
    const { party } = this;
    const back = party.name !== undefined;
    party.name = this.identity.name;
    party.console.show(back ? `You are back as ${party.name}.` : menu);
    if (!back) party.console.hint(menuHint);
    for (;;) {
      this.#state = 'choosing';
      const line = (await this.ask(prompt)).trim().toUpperCase();
      if (choosesOut(line)) return this.#exit();
      this.#state = 'acting';
      if (!(await obey(this, ground, line)) && line !== '') party.console.show(menu);
    }
  }

  /** What was pushed, a line or several at a time. */
  #heard(text: string | undefined): void {
    if (this.#state === 'over') return;
    // What we wrote to ourselves, to get out of an empty list of an original.
    if (text === privateHead) return;
    const lines = (text ?? unopened).split('\n');
    for (const line of lines) this.party.console.show(line, leadIn(line));
    const [seconds] = lines.flatMap((line) => noticeIn(line) ?? []);
    if (seconds !== undefined) this.party.stopsIn(seconds);
    // Nothing is said to somebody who is not in yet, except why not.
    else if (this.#state === 'entering' && lines.every(isInfo)) void this.refused();
  }

  async #exit(): Promise<void> {
    this.#state = 'leaving';
    this.party.console.prompt('');
    const cancel = this.party.clock.after(leavePatience, () => this.#over('left', ''));
    if (this.#ground) await this.send(this.#ground.main, encode(operations.leave));
    cancel();
    for (const link of this.#links.splice(0)) link.end();
    this.#over('left', '');
  }

  #over(ending: Ending, reason: string, looksLike?: string): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#take = undefined;
    for (const link of this.#links) link.abort();
    this.party.over(ending, reason, looksLike);
  }
}
