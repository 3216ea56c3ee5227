import { dialects } from '#dialects/index.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import type { CaptureEvent, LinkFacts, Place } from './capture-event.ts';
import { CaptureFile } from './capture-file.ts';
import type { FileRequest, Written } from './capture-thread.ts';
import { PacketWriter } from './packet-writer.ts';

export const aboutServer =
  'What clients and a Polylogue server write to each other. Passwords are masked with asterisks.';

/** Bytes of one write. */
const portion = 1_048_576;

/** A capture that is written to a file. Each function may return why the capture has ended. */
export class FileCapture {
  readonly #request: FileRequest;
  readonly #file: CaptureFile;
  readonly #packets: PacketWriter;
  readonly #places = new Set<number>();
  #lost = 0;

  /** Throws a `CaptureError` when the file cannot be made. */
  constructor(request: FileRequest, factsOf: (id: number) => LinkFacts | undefined) {
    this.#request = request;
    this.#file = new CaptureFile(request);
    this.#packets = new PacketWriter({ format: pcapngFormat(), addresses: request.addresses, dialects, factsOf });
    this.#file.append(this.#packets.head(request.program, aboutServer));
  }

  get written(): Written {
    return { file: this.#request.file, bytes: this.#file.length, limit: this.#request.limit, lost: this.#lost };
  }

  place(number: number, place: Place): string | undefined {
    if (this.#request.dialects?.includes(place.dialect) === false) return undefined;
    this.#places.add(number);
    return this.#file.append(this.#packets.place(number, place));
  }

  take(
    events: readonly CaptureEvent[],
    lost: readonly (readonly [place: number, events: number])[],
  ): string | undefined {
    let parts: Uint8Array[] = [];
    let length = 0;
    for (const event of events) {
      const part = this.#packets.take(event);
      parts.push(part);
      length += part.length;
      if (length < portion) continue;
      const why = this.#file.append(Buffer.concat(parts, length));
      if (why !== undefined) return why;
      [parts, length] = [[], 0];
    }
    for (const [place, count] of lost) {
      if (!this.#places.has(place)) continue;
      this.#packets.dropped(place, count);
      this.#lost += count;
    }
    if (lost.length > 0) parts.push(this.#packets.statistics(0n));
    return this.#file.append(Buffer.concat(parts));
  }

  /** Writes the statistics and closes the file. */
  close(): void {
    this.#file.append(this.#packets.statistics(0n), true);
    this.#file.close();
  }
}
