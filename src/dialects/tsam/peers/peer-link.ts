import type { Millis } from '#chat/event.ts';
import type { Link, LinkEnd, Peer, Reader } from '#link/link.ts';

import { decode, encode, frame } from '../codec.ts';
import { FrameLimit } from './frame-limit.ts';
import { LinkCopies } from './repeated-messages.ts';
import { isGroupId } from './group-names.ts';
import type { PeerHost } from './peer-host.ts';
import {
  isServerId,
  messagesIn,
  type PeerMessage,
  type ServerEntry,
  serversMessage,
  statusMessage,
} from './peer-messages.ts';
import { PeerParser, type PeerText } from './peer-parser.ts';
import { heldFor, MessageLimit } from './message-limit.ts';

/** Milliseconds. A server sends KEEPALIVE once a minute, some of them less often. */
export const keepaliveEvery: Millis = 60_000;
const longestSilence: Millis = 10 * 60_000;
const fetchEvery: Millis = 30_000;
/** Groups that a link may say it leads to. */
const maxListed = 64;
/** After this many texts that are not understood, the link is closed: the peer speaks another protocol. */
const maxUnknown = 200;
/** The count of texts that were not understood falls by this at every tick. */
const forgiven = 5;

/** One link to another server, dialled or accepted. */
export class PeerLink implements Reader {
  readonly peer: Peer;
  /** Shared by all links of its server; its own until the server has named its group. */
  copies: LinkCopies = new LinkCopies();
  readonly dialled: boolean;
  readonly since: Millis;
  /** Its number in the log file. */
  readonly session: number;
  /** Its group, once the server has named it, or as the operator has given it. */
  group: string | undefined;
  /** The group that it claimed first, accepted or not. */
  claimed: string | undefined;
  /** The operator has given its group. */
  readonly pinned: boolean;
  /** Other groups that it leads to, by its last SERVERS. */
  listed: ReadonlySet<string> = new Set();
  /** Groups whose mail it has sent to us, so it does not lead to them. */
  readonly notThrough: Set<string> = new Set();
  /** Where it listens, as reported by itself. */
  place: ServerEntry | undefined;
  over = false;
  readonly #host: PeerHost<PeerLink>;
  readonly #link: Link;
  readonly #parser = new PeerParser();
  #heardAt: Millis;
  #greeted = false;
  #told: Millis = -Infinity;
  /** The number of servers in the last SERVERS that we sent, ours included. */
  #toldOf = 0;
  #fetched: Millis = -Infinity;
  #kept: Millis = -Infinity;
  readonly #frameLimit: FrameLimit;
  readonly #messageLimit: MessageLimit;
  /** Cancels the timer after which messages no longer count as an answer to our GETMSGS. */
  #answerOver: () => void = () => {};
  #unknown = 0;

  constructor(host: PeerHost<PeerLink>, link: Link, session: number, dialled: boolean, pinned?: string) {
    this.#host = host;
    this.#link = link;
    this.peer = link.peer;
    this.session = session;
    this.dialled = dialled;
    this.pinned = pinned !== undefined;
    this.group = pinned;
    const now = host.clock.elapsed();
    this.since = host.clock.now();
    this.#heardAt = now;
    this.#frameLimit = new FrameLimit(now);
    this.#messageLimit = new MessageLimit(now);
  }

  get link(): Link {
    return this.#link;
  }

  get outbox(): Link {
    return this.#link;
  }

  /** Writes mail, in frames. */
  write(bytes: Uint8Array): void {
    this.#link.write(bytes);
    for (const text of decode(bytes).split('\x04')) {
      if (text !== '') this.#host.journal('answered', this.peer, this.session, encode(text.replace(/^\x01/, '')));
    }
  }

  /** Sends HELO once; some servers drop a link without it within seconds. */
  greet(): void {
    if (this.#greeted) return;
    this.#greeted = true;
    this.say(`HELO,${this.#host.self}`);
  }

  /** Takes the HELO with which an accepted link began. */
  greeted(group: string): void {
    this.#helo(group);
  }

  get unfinished(): number {
    return this.#parser.unfinished;
  }

  take(chunk: Uint8Array): number {
    if (this.over) return chunk.length;
    const now = this.#host.clock.elapsed();
    this.#heardAt = now;
    const judged = this.#messageLimit.judge(now);
    if (judged === 'flood') {
      this.#host.note('peer-floods', { peer: this.#name });
      this.#cutOff();
      return chunk.length;
    }
    if (judged === 'hold') {
      this.#host.clock.after(heldFor, () => this.#link.resume());
      return 0;
    }
    this.#parser.take(chunk, (text) => this.#heard(text));
    return chunk.length;
  }

  ended(_how: LinkEnd): void {
    this.end();
  }

  /** Closes the link, if it is not closed yet. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.#answerOver();
    this.copies.answerEnds();
    this.#link.end();
    this.#host.over(this);
  }

  /** Closes the link without waiting for the peer, which may go on sending. */
  #cutOff(): void {
    this.end();
    this.#link.abort();
  }

  /** Called regularly: sends KEEPALIVE, and SERVERS if their number has changed; ends a link that is silent. */
  tick(): void {
    const now = this.#host.clock.elapsed();
    if (now - this.#heardAt > longestSilence) {
      this.#host.note('peer-silent', { peer: this.#name });
      return this.#cutOff();
    }
    this.#unknown = Math.max(0, this.#unknown - forgiven);
    this.keepalive();
    if (this.#toldOf > 0 && this.#host.servers(this).length !== this.#toldOf) this.#tell();
  }

  /** Sends KEEPALIVE, at most once a minute. */
  keepalive(): void {
    const now = this.#host.clock.elapsed();
    if (!this.#greeted || now - this.#kept < keepaliveEvery) return;
    this.#kept = now;
    this.say(`KEEPALIVE,${this.group === undefined ? 0 : this.#host.waiting(this.group)}`);
  }

  /** Sends a frame that is not mail, made only if it is sent; false when the limit is reached. */
  say(make: string | (() => string)): boolean {
    if (this.over || !this.#frameLimit.takes(this.#host.clock.elapsed())) return false;
    const text = typeof make === 'string' ? make : make();
    this.#link.write(frame(text));
    this.#host.journal('answered', this.peer, this.session, encode(text));
    return true;
  }

  get #name(): string {
    return `${this.group ?? '?'} ${this.peer.address}:${this.peer.port}`;
  }

  #heard(text: PeerText): void {
    if (this.over) return;
    if (text === 'long') return this.#lost('long');
    const found = messagesIn(text.text, text.raw, this.group ?? this.#host.self, this.#host.self);
    this.#host.journal('commanded', this.peer, this.session, encode(text.text));
    for (const message of found) {
      this.#messageLimit.count(message.kind === 'sendmsg');
      this.#handleMessage(message);
    }
  }

  /** Counts a text that was not understood. It gets no answer: an error could be answered with an error. */
  #lost(why: string): void {
    this.#unknown++;
    if (this.#unknown < maxUnknown) return;
    this.#host.note('peer-not-understood', { peer: this.#name, why });
    this.#cutOff();
  }

  #handleMessage(message: PeerMessage): void {
    switch (message.kind) {
      case 'helo':
        return this.#helo(message.group);
      case 'servers':
        return this.#servers(message.entries);
      case 'keepalive':
        if (message.waiting > 0) this.#fetch(this.#host.self);
        return;
      case 'getmsgs':
        return this.#host.fetches(this, message.group);
      case 'sendmsg':
        return this.#host.mail(this, message);
      case 'statusreq': {
        this.say(() => statusMessage(this.#host.self, this.#host.held()));
        return;
      }
      case 'statusresp':
        for (const [group, count] of message.held) if (count > 0 && this.#host.wants(group)) return this.#fetch(group);
        return;
      case 'unknown':
        return this.#lost(message.word);
    }
  }

  /** Answered by our own HELO once, then by SERVERS, at most once a minute. */
  #helo(group: string): void {
    // First, so that also a link that is closed as a duplicate has been sent our HELO.
    this.greet();
    this.#claim(group);
    this.#tell();
    this.keepalive();
  }

  #tell(): void {
    const now = this.#host.clock.elapsed();
    if (now - this.#told < keepaliveEvery) return;
    const servers = this.#host.servers(this);
    if (!this.say(() => serversMessage(servers))) return;
    this.#told = now;
    this.#toldOf = servers.length;
  }

  /** The first id that it gives counts; some servers greet with one and answer with another. */
  #claim(group: string): void {
    if (!isServerId(group)) return;
    this.claimed ??= isGroupId(group) ? group.toUpperCase() : group;
    if (this.group === undefined && this.#host.claims(this, group)) this.become(group);
  }

  /** The link counts as that group from now on. */
  become(group: string): void {
    this.group = isGroupId(group) ? group.toUpperCase() : group;
    this.#host.changed(this);
  }

  /** The first entry is the server itself, but some servers put us there. Never answered. */
  #servers(entries: readonly ServerEntry[]): void {
    const others = entries.filter(({ group }) => group.toUpperCase() !== this.#host.self.toUpperCase());
    const [first] = others;
    if (first && entries[0] === first && this.dialled) this.#claim(first.group);
    this.place = others.find(({ group }) => group.toUpperCase() === this.group?.toUpperCase()) ?? this.place;
    const ids = others.map(({ group }) => group.toUpperCase()).filter(isGroupId);
    this.listed = new Set(ids.filter((id) => id !== this.group?.toUpperCase()).slice(0, maxListed));
    this.#host.changed(this);
    this.#host.learnt(this, others);
  }

  #fetch(group: string): void {
    const now = this.#host.clock.elapsed();
    if (now - this.#fetched < fetchEvery || !this.say(`GETMSGS,${group}`)) return;
    this.#fetched = now;
    this.copies.answerBegins();
    this.#answerOver();
    this.#answerOver = this.#host.clock.after(fetchEvery / 2, () => this.copies.answerEnds());
  }
}
