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

/** One link, and the session it belongs to: first one of its own, later perhaps an earlier one that lost its link. */
export class Connection implements LineTaker {
  readonly link: Link;
  lines: Lines;

  constructor(link: Link, lines: Lines) {
    this.link = link;
    this.lines = lines;
  }

  /** Starts reading. */
  begin(): void {
    const reader = new LineReader(this, { most: maxLine });
    const ended = (how: LinkEnd): void => {
      reader.cut();
      this.lines.unlinked(this, how);
    };
    this.link.read({
      take: (chunk) => reader.take(chunk),
      get unfinished() {
        return reader.unfinished;
      },
      crowdedOut: () => errorOf('unavailable', undefined),
      ended,
    } satisfies Reader);
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
