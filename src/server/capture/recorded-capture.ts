import type { Dialect } from '#dialects/dialect.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import type { RecordWatch } from '#lab/record.ts';
import type { Peer } from '#link/link.ts';
import type { AddressChoice } from './shown-addresses.ts';
import type { CaptureEvent } from './capture-event.ts';
import { CaptureFile } from './capture-file.ts';
import { LinkMask } from './hidden-ranges.ts';
import { PacketWriter } from './packet-writer.ts';

export interface RecordedCaptureOptions {
  readonly file: string;
  readonly dialect: Dialect;
  /** Where the server is, as a URL. */
  readonly url: string;
  readonly keepSecrets: boolean;
  readonly addresses: AddressChoice;
  /** Name and version of this program. */
  readonly program: string;
  /** ns since 1970. */
  readonly now: () => bigint;
  /** Called with the reason when nothing more can be written. */
  readonly onEnd: (why: string) => void;
}

/** Writes what a recorder relays as a capture, as if the clients and the server were connected directly. */
export class RecordedCapture implements RecordWatch {
  readonly #options: RecordedCaptureOptions;
  readonly #file: CaptureFile;
  readonly #packets: PacketWriter;
  readonly #masks = new Map<number, LinkMask>();
  #over = false;

  /** Throws a `CaptureError` when the file cannot be made. */
  constructor(options: RecordedCaptureOptions) {
    const { file, dialect, url, addresses, program, keepSecrets } = options;
    this.#options = options;
    this.#file = new CaptureFile({ file, limit: Number.MAX_SAFE_INTEGER, data: undefined });
    this.#packets = new PacketWriter({
      format: pcapngFormat(),
      addresses,
      dialects: [dialect],
      factsOf: () => undefined,
    });
    const secrets = keepSecrets ? 'Passwords are not masked.' : 'Passwords are masked with asterisks.';
    const about = `What clients and a server sent each other through a recorder, shown as direct connections. ${secrets}`;
    this.#append(this.#packets.head(program, about));
    this.#append(this.#packets.place(0, { name: dialect.name, dialect: dialect.name, url, transport: 'TCP' }));
  }

  /** Bytes so far. */
  get length(): number {
    return this.#file.length;
  }

  opened(id: number, client: Peer, server: Peer): void {
    const { dialect, keepSecrets, now } = this.#options;
    this.#masks.set(id, new LinkMask(keepSecrets ? (chunk) => chunk : dialect.mask()));
    const facts = { id, place: 0, client, server, user: undefined, joined: false, stream: undefined };
    this.#take({ kind: 'opened', time: now(), facts });
  }

  wrote(id: number, side: Side, bytes: Uint8Array): void {
    const mask = this.#masks.get(id);
    if (!mask) return;
    const masked = side === 'client' ? mask.client(bytes) : mask.server(bytes);
    this.#take({ kind: 'bytes', time: this.#options.now(), id, side, ...masked });
  }

  ended(id: number, side: Side, how: 'fin' | 'reset'): void {
    this.#take({ kind: 'ended', time: this.#options.now(), id, side, how });
  }

  closed(id: number): void {
    this.#masks.delete(id);
    this.#take({ kind: 'closed', time: this.#options.now(), id });
  }

  close(): void {
    this.#append(this.#packets.statistics(this.#options.now()));
    this.#over = true;
    this.#file.close();
  }

  #take(event: CaptureEvent): void {
    this.#append(this.#packets.take(event));
  }

  #append(blocks: Uint8Array): void {
    if (this.#over) return;
    const why = this.#file.append(blocks);
    if (why === undefined) return;
    this.#over = true;
    this.#options.onEnd(why);
  }
}
