import type { Clock } from '#chat/ports.ts';
import type { Link } from '#link/link.ts';

import type { Describer, OtherListeners, MemoryLink } from '../dialect.ts';
import { pushFrame } from './codec.ts';
import { firstState, stateAfter } from './play-states.ts';

/** Links that a session may have open at once. */
const maxPlays = 4;
/** While this many bytes wait for the client, the listeners in the playground wait too. */
const heldFrom: number = 64 * 1024;

interface Play {
  readonly id: number;
  readonly dialect: string;
  readonly memoryLink: MemoryLink;
  state: string;
}

/** The links to other listeners that one session has open, and what goes over them. */
export class Plays {
  readonly #otherListeners: OtherListeners;
  readonly #link: Link;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #open = new Map<number, Play>();
  #ids = 0;

  /** `link`: to the client, which is sent every write. */
  constructor(otherListeners: OtherListeners, link: Link, clock: Pick<Clock, 'now'>) {
    this.#otherListeners = otherListeners;
    this.#link = link;
    this.#clock = clock;
  }

  open(dialect: string): { readonly id: number; readonly state: string } | 'full' | 'inside' | undefined {
    if (this.#open.size >= maxPlays) return 'full';
    const id = ++this.#ids;
    const memoryLink = this.#otherListeners.connect(dialect, this.#link.peer, {
      heard: (bytes) => this.#heard(id, bytes),
      over: () => this.#over(id),
    });
    if (memoryLink === undefined || typeof memoryLink === 'string') return memoryLink;
    const play = { id, dialect, memoryLink, state: firstState };
    this.#open.set(id, play);
    return { id, state: play.state };
  }

  /** False where there is no such link. */
  send(id: number, bytes: Uint8Array): boolean {
    const play = this.#open.get(id);
    if (!play) return false;
    this.#tell(play, 'client', play.memoryLink.mask(bytes));
    play.memoryLink.write(bytes);
    return true;
  }

  close(id: number): boolean {
    const play = this.#open.get(id);
    play?.memoryLink.end();
    return play !== undefined;
  }

  closeAll(): void {
    for (const { memoryLink } of this.#open.values()) memoryLink.end();
  }

  #heard(id: number, bytes: Uint8Array): boolean {
    const play = this.#open.get(id);
    if (!play) return true;
    if (this.#link.queued > heldFrom) {
      void this.#link.drained().then(() => play.memoryLink.resume());
      return false;
    }
    play.memoryLink.mask.heard?.(bytes);
    this.#tell(play, 'server', play.memoryLink.mask.server?.(bytes) ?? bytes);
    return true;
  }

  #over(id: number): void {
    if (this.#open.delete(id)) this.#link.write(pushFrame('play-over', { id }));
  }

  /** `bytes`: with secrets masked. */
  #tell(play: Play, from: 'client' | 'server', bytes: Uint8Array): void {
    const meaning = meaningOf(play.memoryLink.describer, from, bytes);
    play.state = stateAfter(play.dialect, play.state, from, meaning);
    const { id, state } = play;
    const frame = { id, at: this.#clock.now(), from, bytes: base64Of(bytes), meaning, state };
    this.#link.write(pushFrame('played', frame));
  }
}

export const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What bytes mean, in a few words each. */
export function meaningOf(
  describer: Describer | undefined,
  from: 'client' | 'server',
  bytes: Uint8Array,
): readonly string[] {
  const meanings = describer?.[from](bytes) ?? [];
  return meanings.map(({ from: speaker, to, command = '' }) => {
    if (to === undefined) return command;
    const message = speaker === undefined ? `message to ${to}` : `message of ${speaker} to ${to}`;
    return command === '' ? message : `${command}: ${message}`;
  });
}
