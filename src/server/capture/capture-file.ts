import { closeSync, fstatSync, ftruncateSync, openSync, statfsSync, statSync, writeSync } from 'node:fs';
import { sizeText } from '#server/parse-size.ts';
import { CaptureError, cannotCreate } from './capture-error.ts';
import { systemReason } from '#text/system-reason.ts';

export interface CaptureFileOptions {
  readonly file: string;
  /** The size limit of the file, in bytes. */
  readonly limit: number;
  /** The data directory. If the file is on the same disk, the capture leaves free space for the chat. */
  readonly data: string | undefined;
}

/** Twice the free space that the chat needs (64 MB). */
const reserve = 128 * 1_048_576;
/** Free space is checked each time this many bytes were written. */
const stride = 8 * 1_048_576;

/**
 * A new file that only its owner may read. Whole pcapng blocks are appended, so it can be read at any time. Throws a
 * `CaptureError` when it cannot be created.
 */
export class CaptureFile {
  readonly #options: CaptureFileOptions;
  readonly #descriptor: number;
  readonly #sharesDisk: boolean;
  #length = 0;
  #looked = 0;

  constructor(options: CaptureFileOptions) {
    this.#options = options;
    this.#descriptor = create(options.file);
    this.#sharesDisk = options.data !== undefined && deviceOf(options.data) === fstatSync(this.#descriptor).dev;
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Appends whole blocks. Returns a sentence when they could not all be written: the file then ends with the last whole
   * block. `last`: these blocks end the file, and are written beyond the limit.
   */
  append(blocks: Uint8Array, last = false): string | undefined {
    const { file, limit } = this.#options;
    const room = last ? Infinity : limit - this.#length;
    if (blocks.length <= room) return this.#write(blocks);
    const fitting = blocks.subarray(0, wholeBlocks(blocks.subarray(0, room)));
    return this.#write(fitting) ?? `${file} has reached its limit of ${sizeText(limit)}`;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #write(blocks: Uint8Array): string | undefined {
    if (this.#isScarce())
      return `there is too little free space on the disk of the chat to go on with ${this.#options.file}`;
    let written = 0;
    try {
      while (written < blocks.length) {
        written += writeSync(this.#descriptor, blocks, written, blocks.length - written, this.#length + written);
      }
      this.#length += written;
      return undefined;
    } catch (error) {
      this.#length += wholeBlocks(blocks.subarray(0, written));
      this.#cut();
      return `${this.#options.file} cannot be written: ${systemReason(error, 'directory')}`;
    }
  }

  #isScarce(): boolean {
    if (!this.#sharesDisk || (this.#looked > 0 && this.#length - this.#looked < stride)) return false;
    this.#looked = Math.max(1, this.#length);
    try {
      const { bavail, bsize } = statfsSync(this.#options.file);
      return bavail * bsize < reserve;
    } catch {
      // Free space is unknown here: a full disk shows when writing fails.
      return false;
    }
  }

  #cut(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      // The cut block then stays at the end, where readers ignore it.
    }
  }
}

function create(file: string): number {
  try {
    // Only the owner may read what people say.
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = exists ? 'the file exists; captures never overwrite a file' : systemReason(error, 'directory');
    throw new CaptureError(`Cannot capture to ${file}: ${why}.`, cannotCreate);
  }
}

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev;
}

/** The number of bytes that are whole blocks: each block has its length from its fifth byte on. */
export function wholeBlocks(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = 0;
  while (end + 8 <= bytes.length) {
    const length = view.getUint32(end + 4, true);
    if (length < 12 || end + length > bytes.length) break;
    end += length;
  }
  return end;
}
