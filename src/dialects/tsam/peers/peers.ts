import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { Rules } from '#chat/rules.ts';
import type { Link } from '#link/link.ts';

import { boundedNotes } from './bounded-notes.ts';
import { IncomingMail } from './incoming-mail.ts';
import type { LinkedServer } from '../../dialect.ts';
import { type Address, addressKey, Dialling } from './dialling.ts';
import { dialledRecord, entryOf, hostOf, linkedRecord } from './peer-records.ts';
import { GroupMail } from './group-mail.ts';
import type { Networks } from './networks.ts';
import { keepaliveEvery, type PeerHost, PeerLink } from './peer-link.ts';
import type { PeerMessage, ServerEntry } from './peer-messages.ts';
import { isGroupId } from './group-names.ts';

/** Servers linked at once, by the assignment. */
export const maxPeers = 8;
/** Fewer than these, and the operator is warned. */
const fewPeers = 3;
const tickEvery: Millis = keepaliveEvery / 4;
/** How often it is looked for mail that has waited too long. */
const expireEvery: Millis = 60 * 60_000;
/** Attempts to dial a server that another one told of. */
const maxAttempts = 4;

export interface PeersOptions {
  readonly chat: Chat;
  /** The listener's options under another name: for the sessions that groups have here. */
  readonly rules: Rules;
  readonly self: string;
  /** Where other servers reach this one. */
  readonly place: { readonly address: string; readonly port: number };
  /** Servers that were learnt from others may be dialled there. */
  readonly networks: Networks | undefined;
  /** A separate number for each link, as clients have. */
  readonly number: () => number;
  readonly journal: PeerHost['journal'];
  /** A link has ended. */
  readonly left: (peer: Link['peer'], session: number) => void;
  readonly note: (event: string, fields: Readonly<Record<string, string | number | undefined>>) => void;
}

/** The servers linked to this one. */
export class Peers implements PeerHost {
  readonly self: string;
  readonly clock: Chat['clock'];
  readonly journal: PeerHost['journal'];
  readonly note: PeersOptions['note'];
  readonly mailbox: GroupMail;
  readonly #options: PeersOptions;
  readonly #links = new Set<PeerLink>();
  readonly #diallings = new Map<string, Dialling>();
  readonly #dialled = new Map<PeerLink, Dialling>();
  /** Those that were dialled because another server told of them. */
  readonly #learnt = new Set<Dialling>();
  readonly #incoming: IncomingMail;
  #stopped = false;
  #expired: Millis = -Infinity;
  #held: { readonly at: Millis; readonly counts: readonly (readonly [string, number])[] } | undefined;
  #warned = false;
  #callOff: () => void = () => {};

  constructor(options: PeersOptions) {
    const { chat, rules, self, journal, note } = options;
    this.#options = options;
    this.self = self;
    this.clock = chat.clock;
    this.journal = journal;
    this.note = boundedNotes(note, chat.clock);
    this.mailbox = new GroupMail({ chat, rules, self, note: this.note });
    this.#incoming = new IncomingMail(this, this.mailbox, () => this.#reroute(false));
  }

  /** Our own group's mailbox is there from now on, and the servers are dialled. */
  async start(addresses: readonly Address[]): Promise<void> {
    for (const address of addresses) this.add(address);
    this.#callOff = this.clock.after(tickEvery, () => this.#tick());
    await this.mailbox.group(this.self, true);
    await this.mailbox.recall();
    this.#reroute(true);
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff();
    for (const dialling of this.#diallings.values()) dialling.stop();
    for (const link of [...this.#links]) link.end();
    this.mailbox.close();
  }

  /** Dials a server from now on. A sentence says why not. */
  add(address: Address): string | undefined {
    const key = addressKey(address);
    const known = this.#diallings.get(key);
    if (known && !this.#learnt.has(known)) return `${key} is a peer already.`;
    // What the operator says comes before what others tell.
    const [least] = known ? [known] : this.#diallings.size >= maxPeers ? this.#learnt : [];
    if (least) this.#drop(least);
    if (this.#diallings.size >= maxPeers) return `there are ${maxPeers} peers already.`;
    const dialling = new Dialling(this.clock, address, (link) => this.#linked(link, dialling));
    this.#diallings.set(key, dialling);
    dialling.start();
    return undefined;
  }

  #drop(dialling: Dialling): void {
    dialling.stop();
    this.#diallings.delete(addressKey(dialling.address));
    this.#learnt.delete(dialling);
    for (const [link, by] of this.#dialled) if (by === dialling) link.end();
  }

  /** Dials a server no more, and ends the link to it. `name`: its address, or its group. */
  remove(name: string): boolean {
    const links = [...this.#links].filter(
      (link) => link.group?.toUpperCase() === name.toUpperCase() || addressKey(hostOf(link.peer)) === name,
    );
    const dialling = this.#diallings.get(name) ?? links.map((link) => this.#dialled.get(link)).find(Boolean);
    if (dialling) this.#drop(dialling);
    for (const link of links) link.end();
    return dialling !== undefined || links.length > 0;
  }

  list(): readonly LinkedServer[] {
    const dialling = new Set(this.#dialled.values());
    return [
      ...[...this.#links].map((link) => linkedRecord(link, this.#dialled.get(link)?.address, this)),
      ...[...this.#diallings.values()].filter((each) => !dialling.has(each)).map((each) => dialledRecord(each, this)),
    ];
  }

  /** A link that was accepted has said HELO. Undefined when there are enough; those that we dial have their places. */
  accept(link: Link, number: number, group: string): PeerLink | undefined {
    if (this.#stopped || this.#links.size - this.#dialled.size + this.#diallings.size >= maxPeers) {
      this.note('peer-refused', { group, peer: `${link.peer.address}:${link.peer.port}`, why: 'there are enough' });
      return undefined;
    }
    const made = new PeerLink(this, link, number, false);
    this.#links.add(made);
    this.note('peer-linked', { peer: `${link.peer.address}:${link.peer.port}`, how: 'accepted' });
    return made;
  }

  #linked(link: Link, dialling: Dialling): void {
    if (this.#links.size >= maxPeers) {
      this.note('peer-refused', { peer: addressKey(dialling.address), why: 'there are enough' });
      link.end();
      return dialling.ended();
    }
    const made = new PeerLink(this, link, this.#options.number(), true, dialling.address.group);
    this.#links.add(made);
    this.#dialled.set(made, dialling);
    this.note('peer-linked', { peer: addressKey(dialling.address), how: 'dialled' });
    made.greet();
    link.read(made);
    if (made.group !== undefined) this.changed(made);
  }

  over(link: PeerLink): void {
    this.#links.delete(link);
    const dialling = this.#dialled.get(link);
    this.#dialled.delete(link);
    this.#options.left(link.peer, link.session);
    this.note('peer-left', { peer: `${link.peer.address}:${link.peer.port}`, group: link.group });
    this.#reroute(false);
    if (dialling && this.#diallings.has(addressKey(dialling.address))) dialling.ended();
  }

  /** This server, then the linked ones whose listening address is known. */
  servers(asker?: PeerLink): readonly ServerEntry[] {
    const { address, port } = this.#options.place;
    const own = isAny(address) ? (asker?.link.local?.address ?? address) : address;
    return [{ group: this.self, address: own, port }, ...this.linked(asker)];
  }

  /** The linked servers, as they are listed. */
  linked(but?: PeerLink): readonly ServerEntry[] {
    const others = [...this.#links].filter((link) => link !== but);
    return others.flatMap((link) => entryOf(link, this.#dialled.get(link)?.address) ?? []);
  }

  waiting(group: string): number {
    return this.mailbox.waiting(group);
  }

  /** Counted at most once in a quarter of a minute. */
  held(): readonly (readonly [string, number])[] {
    const at = this.clock.elapsed();
    if (!this.#held || at - this.#held.at >= tickEvery) this.#held = { at, counts: this.mailbox.held() };
    return this.#held.counts;
  }

  claims(link: PeerLink, group: string): boolean {
    const id = group.toUpperCase();
    const taken =
      id === this.self.toUpperCase() ||
      [...this.#diallings.values()].some(({ address }) => address.group?.toUpperCase() === id) ||
      [...this.#links].some((other) => other !== link && other.group?.toUpperCase() === id);
    if (taken) this.note('peer-group-taken', { group, peer: `${link.peer.address}:${link.peer.port}` });
    return !taken;
  }

  changed(link: PeerLink): void {
    if (link.group === undefined || !isGroupId(link.group)) return this.#reroute(true);
    void this.mailbox
      .group(link.group, true)
      .then(() => this.#reroute(true))
      .catch((error: unknown) => this.#failed(error));
  }

  fetches(link: PeerLink, group: string): void {
    this.mailbox.fetches(link, group);
  }

  wants(group: string): boolean {
    const id = group.toUpperCase();
    return id === this.self.toUpperCase() || [...this.#links].some((link) => link.group?.toUpperCase() === id);
  }

  /** A stranger does not choose where we connect: only in networks that the operator allows, and only up to a few. */
  learnt(_link: PeerLink, entries: readonly ServerEntry[]): void {
    const { networks, place } = this.#options;
    if (!networks || this.#stopped) return;
    for (const each of this.#learnt) if (each.state === 'waiting' && each.attempts >= maxAttempts) this.#drop(each);
    for (const { address, port, group } of entries) {
      if (this.#links.size + this.#pending >= fewPeers) return;
      if (port === 0 || !networks(address) || (address === place.address && port === place.port)) continue;
      if ([...this.#links].some((link) => link.group?.toUpperCase() === group.toUpperCase())) continue;
      const dialled = this.#diallings.get(addressKey({ host: address, port }));
      if (dialled || this.add({ host: address, port }) !== undefined) continue;
      const added = this.#diallings.get(addressKey({ host: address, port }));
      if (added) this.#learnt.add(added);
    }
  }

  get #pending(): number {
    return [...this.#diallings.values()].filter(({ state }) => state !== 'linked').length;
  }

  mail(link: PeerLink, message: PeerMessage & { readonly kind: 'sendmsg' }): void {
    this.#incoming.take(link, message);
  }

  /** One of ours writes to a group: its account must be there. */
  async addressed(group: string, by: string): Promise<void> {
    if (this.#incoming.mayWrite(group, by) && (await this.mailbox.group(group))) this.#reroute(false);
  }

  #failed(error: unknown): void {
    this.note('peers-failed', { error: error instanceof Error ? error.message : String(error) });
  }

  /** Each group's mail goes to the link that is the group; otherwise to one that lists it and has not brought mail for it. */
  #reroute(soon: boolean): void {
    for (const name of this.mailbox.names) {
      if (name === this.self) continue;
      const links = [...this.#links].filter((link) => !link.over);
      const own = links.filter((link) => link.group?.toUpperCase() === name);
      const direct = own.find(({ pinned }) => pinned) ?? own[0];
      const current = this.mailbox.routeOf(name);
      const leads = (link: PeerLink): boolean => link.listed.has(name) && !link.notThrough.has(name);
      const through = current && links.includes(current) && leads(current) ? current : links.find(leads);
      this.mailbox.route({ name }, direct ?? through, soon);
    }
  }

  #tick(): void {
    this.#callOff = this.clock.after(tickEvery, () => this.#tick());
    for (const link of [...this.#links]) link.tick();
    if (this.clock.elapsed() - this.#expired >= expireEvery) {
      this.#expired = this.clock.elapsed();
      void this.mailbox.expire(this.clock.now());
    }
    const few = this.#links.size < fewPeers;
    if (few && !this.#warned && this.#diallings.size > 0)
      this.note('few-peers', { linked: this.#links.size, atLeast: fewPeers });
    this.#warned = few;
  }
}

const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';
