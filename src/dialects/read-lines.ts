import { ByteOrderMarkReader } from '#link/readers/byte-order-mark.ts';
import type { Link, LinkEnd, Reader } from '#link/link.ts';
import { TelnetReader } from '#link/readers/telnet.ts';
import { type LineForm, LineReader, type LineTaker } from '#text/line-reader.ts';

/** Starts reading a link as lines, without a byte order mark and telnet commands. A line without its end is the last one. */
export function readLines(link: Link, taker: LineTaker & Pick<Reader, 'ended'>, form: LineForm): void {
  link.read(new ByteOrderMarkReader(new TelnetReader(new ReaderOfLines(taker, form))));
}

/** A class, because V8 makes a slow dictionary of an object literal with a getter, and its methods are called for each chunk. */
class ReaderOfLines implements Reader {
  readonly #taker: LineTaker & Pick<Reader, 'ended'>;
  readonly #lines: LineReader;

  constructor(taker: LineTaker & Pick<Reader, 'ended'>, form: LineForm) {
    this.#taker = taker;
    this.#lines = new LineReader(taker, form);
  }

  get unfinished(): number {
    return this.#lines.unfinished;
  }

  take(chunk: Uint8Array): number {
    return this.#lines.take(chunk);
  }

  tooMuchUnfinished(): Uint8Array | undefined {
    return this.#taker.tooMuchUnfinished?.();
  }

  ended(how: LinkEnd): void {
    this.#lines.cut();
    this.#taker.ended(how);
  }
}
