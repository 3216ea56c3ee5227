import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Link } from '#link/link.ts';

import { Cache } from '#chat/cache.ts';

import { boundedNotes } from './bounded-notes.ts';
import type { LinkCopies } from './repeated-messages.ts';
import { IncomingMail } from './incoming-mail.ts';
import type { LinkedServer } from '../../dialect.ts';
import { type Address, addressKey, type Dialling } from './dial-server.ts';
import { DialledServers, maxPeers } from './dialled-servers.ts';
import { dialledRecord, entryOf, hostOf, linkedRecord } from './peer-records.ts';
import { GroupMail } from './group-mail.ts';
import { DuplicateLinks } from './duplicate-links.ts';
import type { Networks } from './networks.ts';
import type { PeerHost } from './peer-host.ts';
import { keepaliveEvery, PeerLink } from './peer-link.ts';
import type { PeerMessage, ServerEntry } from './peer-messages.ts';
import { isGroupId } from './group-names.ts';

/** The operator is warned while fewer servers than this are linked. */
const fewPeers = 3;
const tickEvery: Millis = keepaliveEvery / 4;
/** The interval of checks for mail that has waited too long. */
const expireEvery: Millis = 60 * 60_000;
/** Groups whose messages are remembered after their link has ended, to recognise copies. */
const rememberedCopies = 64;

export interface PeersOptions {
  readonly chat: Chat;
  /** The listener's rules under another name, for the sessions of groups. */
  readonly rules: ListenerRules;
  readonly self: string;
  /** The address at which other servers reach this one. */
  readonly place: { readonly address: string; readonly port: number };
  /** The networks in which servers that linked servers report are dialled. */
  readonly networks: Networks | undefined;
  /** Returns a new number for a link, from the same sequence as those of clients. */
  readonly number: () => number;
  readonly journal: PeerHost<PeerLink>['journal'];
  /** Called when a link has ended. */
  readonly left: (peer: Link['peer'], session: number) => void;
  readonly note: (event: string, fields: Readonly<Record<string, string | number | undefined>>) => void;
}

/** The servers linked to this one. */
export class Peers implements PeerHost<PeerLink> {
  readonly self: string;
  readonly clock: Chat['clock'];
  readonly journal: PeerHost<PeerLink>['journal'];
  readonly note: PeersOptions['note'];
  readonly mailbox: GroupMail;
  readonly #options: PeersOptions;
  readonly #links = new Set<PeerLink>();
  readonly #diallings: DialledServers;
  readonly #duplicates: DuplicateLinks;
  readonly #copies = new Cache<string, LinkCopies>(rememberedCopies);
  readonly #incoming: IncomingMail;
  #stopped = false;
  #expired: Millis = -Infinity;
  #held: { readonly at: Millis; readonly counts: readonly (readonly [string, number])[] } | undefined;
  #warned = false;
  #cancelTimer: () => void = () => {};

  constructor(options: PeersOptions) {
    const { chat, rules, self, journal, note } = options;
    this.#options = options;
    this.self = self;
    this.clock = chat.clock;
    this.journal = journal;
    this.note = boundedNotes(note, chat.clock);
    this.mailbox = new GroupMail({ chat, rules, self, note: this.note });
    this.#incoming = new IncomingMail(this, this.mailbox, (group) => this.#reroute('now', [group]));
    this.#duplicates = new DuplicateLinks(self);
    this.#diallings = new DialledServers({
      ...{ clock: chat.clock, links: this.#links, place: options.place, networks: options.networks },
      enough: () => this.#stopped || this.#links.size + this.#diallings.unlinked.length >= fewPeers,
      linked: (link, dialling) => this.#linked(link, dialling),
    });
  }

  /** Opens the mailbox of our own group, and dials the servers. */
  async start(addresses: readonly Address[]): Promise<void> {
    for (const address of addresses) this.add(address);
    this.#cancelTimer = this.clock.after(tickEvery, () => this.#tick());
    await this.mailbox.group(this.self, { linked: true });
    await this.mailbox.recall();
    this.#reroute('soon');
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#diallings.stop();
    for (const link of [...this.#links]) link.end();
    this.mailbox.close();
  }

  /** Dials a server from now on. A sentence says why not. */
  add(address: Address): string | undefined {
    return this.#diallings.add(address);
  }

  /** Stops dialling a server, and ends the link to it. `name`: its address, or its group. */
  remove(name: string): boolean {
    const links = [...this.#links].filter(
      (link) => link.group?.toUpperCase() === name.toUpperCase() || addressKey(hostOf(link.peer)) === name,
    );
    const dialling = this.#diallings.at(name) ?? links.map((link) => this.#diallings.of(link)).find(Boolean);
    if (dialling) this.#diallings.drop(dialling);
    for (const link of links) link.end();
    return dialling !== undefined || links.length > 0;
  }

  list(): readonly LinkedServer[] {
    return [
      ...[...this.#links].map((link) => linkedRecord(link, this.#diallings.of(link)?.address, this)),
      ...this.#diallings.unlinked.map((each) => dialledRecord(each, this)),
    ];
  }

  /** A link that was accepted has said HELO. Undefined when there are enough links, counting those that we dial. */
  accept(link: Link, number: number, group: string): PeerLink | undefined {
    const ourselves = this.#diallings.withOtherEnd(link);
    if (ourselves) {
      this.note('peer-is-this-server', { peer: addressKey(ourselves.address) });
      this.#diallings.drop(ourselves);
      return undefined;
    }
    if (this.#stopped || this.#links.size + this.#diallings.unlinked.length >= maxPeers) {
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
    this.#diallings.made(made, dialling);
    this.note('peer-linked', { peer: addressKey(dialling.address), how: 'dialled' });
    made.greet();
    link.read(made);
    if (made.group !== undefined) this.changed(made);
  }

  over(link: PeerLink): void {
    this.#links.delete(link);
    this.#options.left(link.peer, link.session);
    this.note('peer-left', { peer: `${link.peer.address}:${link.peer.port}`, group: link.group });
    this.#succeed(link);
    this.#reroute('now');
    this.#diallings.over(link);
  }

  /** Gives the group of a link that has ended to another link to the same server. */
  #succeed({ group, peer }: PeerLink): void {
    if (group === undefined) return;
    const next = [...this.#links].find(
      (each) => each.group === undefined && each.claimed === group && each.peer.address === peer.address,
    );
    if (next && this.claims(next, group)) next.become(group);
  }

  /** This server, then the linked ones whose listening address is known. */
  servers(asker?: PeerLink): readonly ServerEntry[] {
    const { address, port } = this.#options.place;
    const own = isAny(address) ? (asker?.link.local?.address ?? address) : address;
    return [{ group: this.self, address: own, port }, ...this.linked(asker)];
  }

  /** The linked servers, in the form of a list item. */
  linked(but?: PeerLink): readonly ServerEntry[] {
    const others = [...this.#links].filter((link) => link !== but);
    return others.flatMap((link) => entryOf(link, this.#diallings.of(link)?.address) ?? []);
  }

  waiting(group: string): number {
    return this.mailbox.waiting(group);
  }

  /** Counted at most every 15 seconds. */
  held(): readonly (readonly [string, number])[] {
    const at = this.clock.elapsed();
    if (!this.#held || at - this.#held.at >= tickEvery) this.#held = { at, counts: this.mailbox.held() };
    return this.#held.counts;
  }

  claims(link: PeerLink, group: string): boolean {
    const id = group.toUpperCase();
    const other = [...this.#links].find((each) => each !== link && each.group?.toUpperCase() === id);
    const second = other && this.#duplicates.toClose(link, other, this.clock.elapsed());
    if (second) {
      this.note('peer-linked-twice', { group, peer: `${second.peer.address}:${second.peer.port}`, how: 'closed' });
      second.end();
      if (second === link) return false;
    }
    const isOthers = this.#diallings.isElsewhere(group, link) || (other !== undefined && !other.over);
    const taken = id === this.self.toUpperCase() || isOthers;
    if (taken) this.note('peer-group-taken', { group, peer: `${link.peer.address}:${link.peer.port}` });
    return !taken;
  }

  changed(link: PeerLink): void {
    this.#knowCopies(link);
    if (link.group === undefined || !isGroupId(link.group)) return this.#reroute('soon');
    void this.mailbox
      .group(link.group, { linked: true })
      .then(() => this.#reroute('soon'))
      .catch((error: unknown) => this.#failed(error));
  }

  fetches(link: PeerLink, group: string): void {
    this.mailbox.fetches(link, group);
  }

  wants(group: string): boolean {
    const id = group.toUpperCase();
    return id === this.self.toUpperCase() || [...this.#links].some((link) => link.group?.toUpperCase() === id);
  }

  learnt(link: PeerLink, entries: readonly ServerEntry[]): void {
    this.#diallings.learnt(link, entries);
  }

  mail(link: PeerLink, message: PeerMessage & { readonly kind: 'sendmsg' }): void {
    this.#incoming.take(link, message);
  }

  /** Called when a user here writes to a group: makes its account if it has none. */
  async addressed(group: string, by: string): Promise<void> {
    if (this.#incoming.mayWrite(group, by) && (await this.mailbox.group(group)))
      this.#reroute('now', [group.toUpperCase()]);
  }

  /** Lets a link recognise copies of what earlier links to the same group have sent. */
  #knowCopies(link: PeerLink): void {
    if (link.group === undefined) return;
    const known = this.#copies.get(link.group.toUpperCase());
    if (known === link.copies) return;
    known?.linkBegins(this.clock.elapsed());
    link.copies = known ?? link.copies;
    this.#copies.set(link.group.toUpperCase(), link.copies);
  }

  #failed(error: unknown): void {
    this.note('peers-failed', { error: error instanceof Error ? error.message : String(error) });
  }

  /**
   * Chooses the link for each group's mail: the one to the group itself, else one that lists the group and has not sent
   * us mail for it. `names`: the groups for which that may have changed.
   */
  #reroute(when: 'now' | 'soon', names: readonly string[] = this.mailbox.names): void {
    for (const name of names) {
      if (name === this.self) continue;
      const links = [...this.#links].filter((link) => !link.over);
      const own = links.filter((link) => link.group?.toUpperCase() === name);
      const direct = own.find(({ pinned }) => pinned) ?? own[0];
      const current = this.mailbox.routeOf(name);
      const leads = (link: PeerLink): boolean => link.listed.has(name) && !link.notThrough.has(name);
      const through = current && links.includes(current) && leads(current) ? current : links.find(leads);
      this.mailbox.route({ name }, direct ?? through, when);
    }
  }

  #tick(): void {
    this.#cancelTimer = this.clock.after(tickEvery, () => this.#tick());
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
