import { addressKey, type Dialling } from './dial-server.ts';
import type { Networks } from './networks.ts';
import type { PeerLink } from './peer-link.ts';
import type { ServerEntry } from './peer-messages.ts';

/** Attempts to dial a server that a linked server reported. */
const maxAttempts = 4;

export interface LearningOptions {
  /** The networks in which servers may be dialled. */
  readonly networks: Networks;
  readonly place: { readonly address: string; readonly port: number };
  readonly links: ReadonlySet<PeerLink>;
  readonly diallings: ReadonlyMap<string, Dialling>;
  /** Whether enough servers are linked or dialled. */
  readonly enough: () => boolean;
  readonly add: (address: { readonly host: string; readonly port: number }) => void;
  readonly drop: (dialling: Dialling) => void;
}

/**
 * The servers that linked servers report. Others must not choose where we connect: only a few are dialled, and only in
 * networks that the operator allows.
 */
export class LearnedServers {
  readonly #options: LearningOptions;
  readonly #learnt = new Set<Dialling>();

  constructor(options: LearningOptions) {
    this.#options = options;
  }

  has(dialling: Dialling): boolean {
    return this.#learnt.has(dialling);
  }

  /** One that may be replaced by another. */
  get least(): Dialling | undefined {
    const [least] = this.#learnt;
    return least;
  }

  forget(dialling: Dialling): void {
    this.#learnt.delete(dialling);
  }

  take(from: PeerLink, entries: readonly ServerEntry[]): void {
    const { diallings, enough, add, drop } = this.#options;
    for (const each of this.#learnt) if (each.state === 'waiting' && each.attempts >= maxAttempts) drop(each);
    for (const entry of entries) {
      if (enough()) return;
      const address = { host: entry.address, port: entry.port };
      if (!this.#isWanted(from, entry) || diallings.has(addressKey(address))) continue;
      add(address);
      const added = diallings.get(addressKey(address));
      if (added) this.#learnt.add(added);
    }
  }

  #isWanted(from: PeerLink, { address, port, group }: ServerEntry): boolean {
    const { networks, place, links } = this.#options;
    const isOurs = port === place.port && (address === place.address || address === from.link.local?.address);
    const isLinked = [...links].some((link) => link.group?.toUpperCase() === group.toUpperCase());
    return port !== 0 && networks(address) && !isOurs && !isLinked;
  }
}
