import type { Clock } from '#chat/ports.ts';
import type { Link } from '#link/link.ts';

import { type Address, addressKey, Dialling } from './dial-server.ts';
import { LearnedServers } from './learned-servers.ts';
import type { Networks } from './networks.ts';
import { isOf, linkInstead } from './duplicate-links.ts';
import type { PeerLink } from './peer-link.ts';
import type { ServerEntry } from './peer-messages.ts';

/** The most servers linked at once: a rule of the assignment. */
export const maxPeers = 8;

export interface DialledServersOptions {
  readonly clock: Clock;
  /** All links, dialled and accepted. */
  readonly links: ReadonlySet<PeerLink>;
  readonly place: { readonly address: string; readonly port: number };
  /** The networks in which servers that linked servers report are dialled. */
  readonly networks: Networks | undefined;
  /** Whether enough servers are linked or dialled. */
  readonly enough: () => boolean;
  /** A server has answered. */
  readonly linked: (link: Link, dialling: Dialling) => void;
}

/** The servers that are dialled: those of the operator, and those that linked servers reported. */
export class DialledServers {
  readonly #options: DialledServersOptions;
  readonly #all = new Map<string, Dialling>();
  readonly #dialled = new Map<PeerLink, Dialling>();
  readonly #learned: LearnedServers | undefined;

  constructor(options: DialledServersOptions) {
    const { networks, place, links, enough } = options;
    this.#options = options;
    const [diallings, add, drop] = [this.#all, (to: Address) => void this.add(to), (it: Dialling) => this.drop(it)];
    this.#learned = networks && new LearnedServers({ networks, place, links, diallings, enough, add, drop });
  }

  get size(): number {
    return this.#all.size;
  }

  /** Dials a server from now on. Returns a sentence if that is refused. */
  add(address: Address): string | undefined {
    const key = addressKey(address);
    const known = this.#all.get(key);
    if (known && this.#learned?.has(known) !== true) return `${key} is a peer already.`;
    // The operator's servers have priority over reported ones.
    const least = known ?? (this.#all.size >= maxPeers ? this.#learned?.least : undefined);
    if (least) this.drop(least);
    if (this.#all.size >= maxPeers) return `there are ${maxPeers} peers already.`;
    const { clock, links, linked } = this.#options;
    const isNeeded = (): boolean => linkInstead(dialling, links) === undefined;
    const dialling: Dialling = new Dialling(clock, address, (link) => linked(link, dialling), isNeeded);
    this.#all.set(key, dialling);
    dialling.start();
    return undefined;
  }

  /** Stops dialling a server, and ends the link to it. */
  drop(dialling: Dialling): void {
    const instead = linkInstead(dialling, this.#options.links);
    dialling.stop();
    this.#all.delete(addressKey(dialling.address));
    this.#learned?.forget(dialling);
    for (const [link, by] of [...this.#dialled]) if (by === dialling) link.end();
    instead?.end();
  }

  stop(): void {
    for (const dialling of this.#all.values()) dialling.stop();
  }

  at(name: string): Dialling | undefined {
    return this.#all.get(name);
  }

  /** A link was made by one of them. */
  made(link: PeerLink, dialling: Dialling): void {
    this.#dialled.set(link, dialling);
  }

  /** The dialling that made a link, or that would dial its server if the server had not dialled us. */
  of(link: PeerLink): Dialling | undefined {
    return this.#dialled.get(link) ?? [...this.#all.values()].find((each) => isOf(each, link));
  }

  /** Those whose server is not linked, neither dialled nor accepted. */
  get unlinked(): readonly Dialling[] {
    const { links } = this.#options;
    return [...this.#all.values()].filter((each) => each.state !== 'linked' && !linkInstead(each, links));
  }

  /** Whether the operator has given another server for a group than the one at the end of that link. */
  isElsewhere(group: string, link: PeerLink): boolean {
    const isIt = (each: Dialling): boolean => each.address.group?.toUpperCase() === group.toUpperCase();
    return [...this.#all.values()].some((each) => isIt(each) && this.#dialled.get(link) !== each);
  }

  /** The dialling that reached this server itself: the accepted link is the other end of the dialled one. */
  withOtherEnd({ peer }: Link): Dialling | undefined {
    const isThat = ({ link: { local } }: PeerLink): boolean =>
      local !== undefined && local.port === peer.port && local.address === peer.address;
    return [...this.#dialled].find(([link]) => isThat(link))?.[1];
  }

  /** A link has ended: its server is dialled again, unless it has dialled us. */
  over(link: PeerLink): void {
    const dialling = this.#dialled.get(link);
    this.#dialled.delete(link);
    const { claimed, peer } = link;
    if (dialling && claimed !== undefined) dialling.met = { group: claimed.toUpperCase(), address: peer.address };
    for (const each of this.#all.values()) {
      if (each === dialling) each.ended();
      else if (isOf(each, link)) each.again();
    }
  }

  learnt(link: PeerLink, entries: readonly ServerEntry[]): void {
    this.#learned?.take(link, entries);
  }
}
