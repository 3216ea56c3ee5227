import { addressKey, type Dialling } from './dial-server.ts';
import type { Networks } from './networks.ts';
import type { PeerLink } from './peer-link.ts';
import type { ServerEntry } from './peer-messages.ts';

/** Attempts to dial a server that another one told of. */
const maxAttempts = 4;

export interface LearningOptions {
  /** Servers may be dialled there. */
  readonly networks: Networks;
  readonly place: { readonly address: string; readonly port: number };
  readonly links: ReadonlySet<PeerLink>;
  readonly diallings: ReadonlyMap<string, Dialling>;
  /** Servers that are linked, or dialled: no more are learnt when there are so many. */
  readonly enough: () => boolean;
  readonly add: (address: { readonly host: string; readonly port: number }) => void;
  readonly drop: (dialling: Dialling) => void;
}

/**
 * The servers that others tell of. A stranger does not choose where we connect: only in networks that the operator allows,
 * and only up to a few.
 */
export class Learning {
  readonly #options: LearningOptions;
  readonly #learnt = new Set<Dialling>();

  constructor(options: LearningOptions) {
    this.#options = options;
  }

  has(dialling: Dialling): boolean {
    return this.#learnt.has(dialling);
  }

  /** One of them that can give its place to another. */
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
