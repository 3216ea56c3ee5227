import type { Link, LinkEnd, Reader } from '#link/link.ts';
import { LineReader, type LineTaker } from '#text/line-reader.ts';

import { type Line, parseLine } from './codec.ts';
import { errorOf } from './errors.ts';
import { maxLine } from './protocol.ts';

/** What takes the lines of a link. */
export interface Lines {
  readonly ready: boolean;
  readonly over: boolean;
  take(line: Line): void;
  refuse(why: 'malformed' | 'too-long'): void;
  /** The link is over. */
  unlinked(connection: Connection, how: LinkEnd): void;
}

/** One link, and the session it belongs to: first a new one, later perhaps an earlier one that lost its link. */
export class Connection implements LineTaker {
  readonly link: Link;
  lines: Lines;

  constructor(link: Link, lines: Lines) {
    this.link = link;
    this.lines = lines;
  }

  /** Starts reading. */
  begin(): void {
    this.link.read(new ConnectionReader(this));
  }

  get ready(): boolean {
    return this.lines.ready;
  }

  get over(): boolean {
    return this.lines.over;
  }

  take(text: string | undefined): void {
    if (this.over || text === '') return;
    if (text === undefined) return this.lines.refuse('too-long');
    const line = parseLine(text);
    if (line) this.lines.take(line);
    else this.lines.refuse('malformed');
  }
}

/** A class, because V8 makes a slow dictionary of an object literal with a getter, and its methods are called for each chunk. */
class ConnectionReader implements Reader {
  readonly #connection: Connection;
  readonly #lines: LineReader;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#lines = new LineReader(connection, { most: maxLine });
  }

  get unfinished(): number {
    return this.#lines.unfinished;
  }

  take(chunk: Uint8Array): number {
    return this.#lines.take(chunk);
  }

  tooMuchUnfinished(): Uint8Array {
    return errorOf('unavailable', undefined);
  }

  ended(how: LinkEnd): void {
    this.#lines.cut();
    this.#connection.lines.unlinked(this.#connection, how);
  }
}
