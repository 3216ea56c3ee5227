import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import type { Conversation, Ending, Party, Secrets } from '../../party.ts';
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
  wrongProtocolWords,
  unopened,
  wantsOut,
} from './words.ts';
import type { Dialogue, Identity, ServerLink } from './dialogue.ts';
import { enter } from './login.ts';
import { runOperation } from './operations.ts';
import { encode, operations } from '../codec.ts';
import { openLinkPair } from './open-links.ts';
import { readPushes } from './read-pushes.ts';
import { privateHead } from '../render.ts';
import { ownKeys } from '../encryption.ts';

/** How long a server may take for each step of a login: after wrong passwords up to 30 s. */
const loginTimeout: Millis = 40_000;
/** How long a server may take to push the rest and to close after EX. */
export const leaveTimeout: Millis = 2000;

/** `choosing`: no operation is in progress, so EX can be sent. */
type State = 'entering' | 'choosing' | 'acting' | 'leaving' | 'over';

/** A conversation on two links. After its end its promises stay pending. */
export class ChatroomConversation implements Conversation, Dialogue {
  readonly party: Party;
  readonly identity: Identity;
  readonly #links: Link[];
  #state: State = 'entering';
  #server: ServerLink | undefined;
  #take: ((line: string | undefined) => void) | undefined;
  /** Resolves when nothing more is pushed. */
  #pushes: Promise<void> = Promise.resolve();
  /** Resolves when the server can read the next STREAM separately from the last. */
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

  /** Sends EX if no operation is in progress; otherwise only closes. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    this.party.console.prompt('');
    this.party.console.show(leavingWords);
    if (this.#state === 'choosing') void this.#exit();
    else this.#over('left', '');
  }

  /** Asks for a line. The end of input, or a command to leave, ends the conversation. */
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

  async askText(words: string, secrets?: Secrets): Promise<string | undefined> {
    for (;;) {
      const line = await this.ask(words, secrets);
      if (line.trim() !== '') return line;
      if (this.party.console.interactive) return undefined;
    }
  }

  async send(main: Channel, bytes: Uint8Array): Promise<void> {
    await this.#rested;
    if (!(await main.send(bytes))) return this.lost();
    this.#rested = new Promise((resolve) => this.party.clock.after(pauseBetweenWrites, resolve));
  }

  async within<T>(step: Promise<T>): Promise<T> {
    const cancelTimer = this.party.clock.after(loginTimeout, () => void this.lost());
    const result = await step;
    cancelTimer();
    return result;
  }

  lost(): Promise<never> {
    this.#over(this.#state === 'leaving' ? 'left' : 'lost', closedWords);
    return new Promise(() => {});
  }

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
    const pair = await openLinkPair(this.party, link, (other) => this.#opened(other));
    if (this.#state === 'over') return;
    if ('reason' in pair) return this.#over('wrong-protocol', wrongProtocolWords(pair.reason), pair.looksLike);
    const { main, push, first, key } = pair;
    const server = { main, keys, key };
    this.#server = server;
    for (const channel of [main, push]) channel.onEnd = () => this.#ended();
    this.#pushes = readPushes(push, first, keys, (text) => this.#heard(text));
    await enter(this, server);
    await this.#choose(server);
  }

  /** After EX the server closes the main link first; what it still pushes is read. */
  #ended(): void {
    if (this.#state !== 'leaving') void this.lost();
  }

  #opened(link: Link): void {
    this.#links.push(link);
    if (this.#state === 'over') link.abort();
  }

  async #choose(server: ServerLink): Promise<void> {
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
      if (!(await runOperation(this, server, line)) && line !== '') party.console.show(menu);
    }
  }

  /** A pushed text of one or more lines. */
  #heard(text: string | undefined): void {
    if (this.#state === 'over') return;
    // Our own message to ourselves, sent to leave a PM with an empty list.
    if (text === privateHead) return;
    const lines = (text ?? unopened).split('\n');
    for (const line of lines) this.party.console.show(line, leadIn(line));
    const [seconds] = lines.flatMap((line) => noticeIn(line) ?? []);
    if (seconds !== undefined) this.party.stopsIn(seconds);
    // Before the login is complete, the only push is the reason for a refusal.
    else if (this.#state === 'entering' && lines.every(isInfo)) void this.refused();
  }

  async #exit(): Promise<void> {
    this.#state = 'leaving';
    this.party.console.prompt('');
    const cancel = this.party.clock.after(leaveTimeout, () => this.#over('left', ''));
    if (this.#server) {
      await this.send(this.#server.main, encode(operations.leave));
      await this.#pushes;
    }
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
