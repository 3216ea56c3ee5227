import { connectTcp } from '#link/tcp/tcp.ts';
import type { Link } from '#link/link.ts';
import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** The address of a server to dial. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** Its group, if the operator has given it. */
  readonly group?: string | undefined;
}

export const addressKey = ({ host, port }: Address): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** `tsam://HOST:PORT?group=71`, or `HOST:PORT`. Undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const form =
    /^(?:tsam:\/\/)?(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]{1,253}):(?<port>\d{1,5})\/?(?:\?group=(?<group>\w{1,32}))?$/;
  const { host = '', port = '', group } = form.exec(text.trim())?.groups ?? {};
  const number = Number(port);
  if (host === '' || number < 1 || number > 65_535) return undefined;
  const id = group === undefined ? undefined : /^\d+$/.test(group) ? `A5_${group}` : group;
  return { host: host.replace(/^\[|\]$/g, ''), port: number, group: id };
}

/** Milliseconds before a server is dialled again: after the first failure, and at most. */
const [firstPause, longestPause] = [1000, 60_000] as const;
const connectTimeout = 10_000;
/** After a link that lasted this long, the server is dialled again soon. */
const longEnough: Millis = 60_000;

/** Dials a server until `stop`, again and again with longer pauses, and whenever a link to it has ended. */
export class Dialling {
  readonly address: Address;
  /** What happened last: for `polylogue peer list`. */
  state: 'dialling' | 'linked' | 'waiting' = 'waiting';
  lastError: string | undefined;
  /** Attempts since a link was useful. */
  attempts = 0;
  /** The server that answered last: the group that it claimed, and its address. */
  met: { readonly group: string; readonly address: string } | undefined;
  readonly #clock: Clock;
  readonly #linked: (link: Link) => void;
  readonly #isNeeded: () => boolean;
  #pause: Millis = firstPause;
  #cancelTimer: () => void = () => {};
  #linkedAt: Millis = 0;
  readonly #stopping = new AbortController();

  /** `isNeeded`: whether to dial now; if not, this is asked again later. */
  constructor(clock: Clock, address: Address, linked: (link: Link) => void, isNeeded: () => boolean) {
    this.#clock = clock;
    this.address = address;
    this.#linked = linked;
    this.#isNeeded = isNeeded;
  }

  start(): void {
    void this.#dial();
  }

  stop(): void {
    this.#stopping.abort();
    this.#cancelTimer();
  }

  /** The link has ended. */
  ended(): void {
    if (this.#clock.elapsed() - this.#linkedAt >= longEnough) {
      this.#pause = firstPause;
      this.attempts = 0;
    }
    this.#later();
  }

  /** Another link to the server has ended: dials again. */
  again(): void {
    this.#cancelTimer();
    this.#pause = firstPause;
    this.#later();
  }

  async #dial(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    if (!this.#isNeeded()) return this.#later();
    this.state = 'dialling';
    this.attempts++;
    const { host, port } = this.address;
    const signal = AbortSignal.any([AbortSignal.timeout(connectTimeout), this.#stopping.signal]);
    try {
      const link = await connectTcp({ host, port, signal });
      if (this.#stopping.signal.aborted) return link.abort();
      this.state = 'linked';
      this.#linkedAt = this.#clock.elapsed();
      this.lastError = undefined;
      this.#linked(link);
    } catch (error) {
      this.lastError = error instanceof Error ? error.message : String(error);
      this.#later();
    }
  }

  #later(): void {
    if (this.#stopping.signal.aborted) return;
    this.state = 'waiting';
    this.#cancelTimer = this.#clock.after(this.#pause, () => void this.#dial());
    this.#pause = Math.min(longestPause, 2 * this.#pause);
  }
}
