import { Buffer } from 'node:buffer';

import { changedAsText, foreignFile } from './foreign-file.ts';
import type { CaptureFile, FileParser, PacketVisitor } from './packet.ts';
import { isPcap, pcapParser } from './pcap-parser.ts';
import { isPcapng, pcapngParser } from './pcapng-parser.ts';

/** A file that is no capture: a sentence or two about what it is. */
export interface NotACapture {
  readonly unreadable: string;
}

/** Bytes by which a file is recognised. */
const headBytes = 65_536;

/** Shows the packets of a file that comes in pieces, whatever its format. Holds the packet that is not there whole. */
export class CaptureParser {
  readonly #visit: PacketVisitor;
  #parser: FileParser | undefined;
  #held: Buffer = Buffer.alloc(0);
  #stopped = false;
  #head: Buffer | undefined;

  constructor(visit: PacketVisitor) {
    this.#visit = visit;
  }

  /** Whether more is wanted: not behind what cannot be read. */
  push(chunk: Buffer): boolean {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    if (!this.#parser && this.#held.length < headBytes) return true;
    return this.#take();
  }

  /** The file has ended. `damage`: why it ends here, if it should not. */
  end(damage?: string): CaptureFile | NotACapture {
    if (!this.#stopped) this.#take();
    const file = this.#parser?.file;
    if (!file) return { unreadable: damage ?? foreignFile(this.#head ?? this.#held) };
    const changed = this.#stopped || file.packets === 0 ? changedAsText(this.#head ?? this.#held) : undefined;
    if (changed !== undefined) return { unreadable: changed };
    if (damage !== undefined) file.damage = `${damage} behind packet ${file.packets}`;
    else if (!this.#stopped && this.#held.length > 0) {
      file.damage = `the file ends in the middle of what comes behind packet ${file.packets}`;
    }
    if (file.packets > 0 || file.sections > 0) return file;
    return {
      unreadable: `It begins like a ${file.format} file, but its head is damaged: ${file.damage ?? 'it is too short'}.`,
    };
  }

  #take(): boolean {
    this.#head ??= Buffer.from(this.#held.subarray(0, headBytes));
    this.#parser ??= parserOf(this.#held, this.#visit);
    if (!this.#parser) this.#stopped = true;
    for (let at = 0; !this.#stopped;) {
      const next = this.#parser?.next(this.#held, at) ?? -1;
      if (next === at) {
        this.#held = this.#held.subarray(at);
        break;
      }
      if (next === -1) this.#stopped = true;
      at = next;
    }
    return !this.#stopped;
  }
}

function parserOf(head: Buffer, visit: PacketVisitor): FileParser | undefined {
  if (isPcapng(head)) return pcapngParser(visit);
  return isPcap(head) ? pcapParser(head, visit) : undefined;
}
