import { Buffer } from 'node:buffer';

import { changedAsText, foreignFile } from './foreign-file.ts';
import type { CaptureFile, FileParser, PacketVisitor } from './packet.ts';
import { isPcap, pcapParser } from './pcap-parser.ts';
import { isPcapng, PcapngParser } from './pcapng-parser.ts';

/** A file that is not a capture: a sentence or two about what it is. */
export interface NotACapture {
  readonly unreadable: string;
}

/** Bytes by which a file is recognised. */
const headBytes = 65_536;

/**
 * Shows the packets of a file that comes in pieces, whatever its format. Holds the pieces in one buffer that is used
 * again and again: as large as what was pushed last and the longest packet.
 */
export class CaptureParser {
  readonly #visit: PacketVisitor;
  #parser: FileParser | undefined;
  #buffer: Buffer = Buffer.alloc(1 << 18);
  /** The position of the first byte in the buffer that is not parsed yet. */
  #from = 0;
  #to = 0;
  #stopped = false;
  #head: Buffer | undefined;

  constructor(visit: PacketVisitor) {
    this.#visit = visit;
  }

  /** Where the next bytes of the file may be put; `wrote` must be called with their number. */
  spaceFor(bytes: number): Buffer {
    if (this.#to + bytes > this.#buffer.length) {
      const held = this.#to - this.#from;
      const target = held + bytes > this.#buffer.length ? Buffer.alloc(2 * (held + bytes)) : this.#buffer;
      this.#buffer.copy(target, 0, this.#from, this.#to);
      this.#buffer = target;
      this.#from = 0;
      this.#to = held;
    }
    return this.#buffer.subarray(this.#to, this.#to + bytes);
  }

  /** Whether more is wanted: not after what cannot be read. */
  wrote(bytes: number): boolean {
    this.#to += bytes;
    if (!this.#parser && this.#to - this.#from < headBytes) return true;
    return this.#take();
  }

  /** Whether more is wanted. */
  push(chunk: Buffer): boolean {
    chunk.copy(this.spaceFor(chunk.length));
    return this.wrote(chunk.length);
  }

  /** The file has ended. `damage`: why it ends here, if it should not. */
  end(damage?: string): CaptureFile | NotACapture {
    if (!this.#stopped) this.#take();
    const file = this.#parser?.file;
    if (!file) return { unreadable: damage ?? foreignFile(this.#head ?? Buffer.alloc(0)) };
    if (damage !== undefined) file.damage = `${damage} after packet ${file.packets}`;
    else if (!this.#stopped && this.#to > this.#from) {
      file.damage = `the file ends in the middle of what comes after packet ${file.packets}`;
    }
    const isOdd = file.damage !== undefined || file.packets === 0;
    const changed = isOdd ? changedAsText(this.#head ?? Buffer.alloc(0)) : undefined;
    if (changed !== undefined) return { unreadable: changed };
    if (file.packets > 0 || file.sections > 0) return file;
    return {
      unreadable: `It begins like a ${file.format} file, but its head is damaged: ${file.damage ?? 'it is too short'}.`,
    };
  }

  #take(): boolean {
    const bytes = this.#buffer.subarray(0, this.#to);
    this.#head ??= Buffer.from(bytes.subarray(0, headBytes));
    this.#parser ??= parserOf(this.#head, this.#visit);
    if (!this.#parser) this.#stopped = true;
    while (!this.#stopped) {
      const next = this.#parser?.next(bytes, this.#from) ?? -1;
      if (next === this.#from) break;
      if (next === -1) this.#stopped = true;
      else this.#from = next;
    }
    return !this.#stopped;
  }
}

function parserOf(head: Buffer, visit: PacketVisitor): FileParser | undefined {
  if (isPcapng(head)) return new PcapngParser(visit);
  return isPcap(head) ? pcapParser(head, visit) : undefined;
}
