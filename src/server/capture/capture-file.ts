import { closeSync, fstatSync, ftruncateSync, openSync, statfsSync, statSync, writeSync } from 'node:fs';
import { sizeText } from '#server/parse-size.ts';
import { CaptureError, cannotCreate } from './capture-error.ts';

export interface CaptureFileOptions {
  readonly file: string;
  /** Bytes the file may have. */
  readonly limit: number;
  /** Of the chat: on its disk the capture leaves room for it. */
  readonly data: string | undefined;
}

/** What the chat needs on its disk to go on (64 MB), and as much again. */
const reserve = 128 * 1_048_576;
/** Bytes written between two looks at how much room there is. */
const stride = 8 * 1_048_576;

/**
 * A file that did not exist, for its owner alone, to which whole blocks of pcapng are appended: it can be read at any
 * time. Throws a `CaptureError` when it cannot be made.
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
   * Appends whole blocks. A sentence says why not all of them could be: the file then ends with the last whole block.
   * `last`: what belongs to the end, and goes in beyond the limit.
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
    if (this.#isScarce()) return `there is too little room on the disk of the chat for more of ${this.#options.file}`;
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
      return `${this.#options.file} cannot be written: ${reasonOf(error)}`;
    }
  }

  #isScarce(): boolean {
    if (!this.#sharesDisk || (this.#looked > 0 && this.#length - this.#looked < stride)) return false;
    this.#looked = Math.max(1, this.#length);
    try {
      const { bavail, bsize } = statfsSync(this.#options.file);
      return bavail * bsize < reserve;
    } catch {
      // Where free space cannot be told, the write itself will.
      return false;
    }
  }

  #cut(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      // What was cut off then stands at the end, where a reader ignores it.
    }
  }
}

function create(file: string): number {
  try {
    // What people say to each other is nobody else's business.
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = exists ? 'there is such a file already; captures never overwrite' : reasonOf(error);
    throw new CaptureError(`Cannot capture to ${file}: ${why}.`, cannotCreate);
  }
}

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such directory',
    EACCES: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  };
  return reasons[String(code)] ?? (error instanceof Error ? error.message : String(error));
};

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev;
}

/** How many of the bytes are whole blocks: each tells its length at its fifth byte. */
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
