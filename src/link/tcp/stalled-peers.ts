import { type TcpConnection, type KernelRow, kernelRows, keyOf } from './kernel-table.ts';
import type { After } from '#link/after.ts';

/** How often waiting links are checked within the time limit. */
const looks = 12;

/** A link whose peer has not taken everything that was written. */
export interface Waiting {
  /** Changes with every byte that the transport takes. */
  readonly progress: number;
  /** Present where the kernel reports how much the peer has acknowledged. */
  readonly connection: TcpConnection | undefined;
  /** Called when its peer has taken nothing for the whole time. */
  stalled(): void;
}

/** For systems where the kernel cannot be asked. */
const nothing: ReadonlyMap<string, KernelRow> = new Map();

interface Seen {
  progress: number;
  /** What the kernel reported at the last check; undefined before the first. */
  unacknowledged: number | undefined;
  /** Checks in a row without progress. */
  still: number;
}

/**
 * Ends links whose peers take nothing for a while. One timer for all of them, and only while some wait. On Linux a peer
 * that takes anything at all stays; elsewhere one that takes 32 kB a second, because what the kernel holds for it is
 * not seen.
 */
export class StalledPeers {
  readonly #after: After;
  readonly #look: number;
  readonly #ask: typeof kernelRows;
  readonly #waiting = new Map<Waiting, Seen>();
  #looking = false;

  /** `limit`: ms. */
  constructor(after: After, limit: number, ask: typeof kernelRows = kernelRows) {
    this.#after = after;
    this.#look = limit / looks;
    this.#ask = ask;
  }

  add(link: Waiting): void {
    if (this.#waiting.has(link)) return;
    this.#waiting.set(link, { progress: link.progress, unacknowledged: undefined, still: 0 });
    this.#lookLater();
  }

  delete(link: Waiting): void {
    this.#waiting.delete(link);
  }

  #lookLater(): void {
    if (this.#looking || this.#waiting.size === 0) return;
    this.#looking = true;
    this.#after(this.#look, () => {
      void this.#lookAt().finally(() => {
        this.#looking = false;
        this.#lookLater();
      });
    });
  }

  async #lookAt(): Promise<void> {
    const still: [Waiting, Seen][] = [];
    for (const [link, seen] of this.#waiting) {
      const { progress } = link;
      if (progress === seen.progress) still.push([link, seen]);
      else Object.assign(seen, { progress, unacknowledged: undefined, still: 0 });
    }
    if (still.length === 0) return;
    const connections = still.flatMap(([{ connection }]) => connection ?? []);
    const rows = connections.length > 0 ? await this.#ask(connections).catch(() => nothing) : nothing;
    for (const [link, seen] of still) this.#judge(link, seen, rows);
  }

  #judge(link: Waiting, seen: Seen, rows: ReadonlyMap<string, KernelRow>): void {
    if (!this.#waiting.has(link) || link.progress !== seen.progress) return;
    const row = link.connection && rows.get(keyOf(link.connection));
    const moved = row !== undefined && seen.unacknowledged !== undefined && row.unacknowledged !== seen.unacknowledged;
    seen.unacknowledged = row?.unacknowledged;
    seen.still = moved ? 0 : seen.still + 1;
    if (seen.still < looks) return;
    this.#waiting.delete(link);
    link.stalled();
  }
}
