import { UnmarkedReader } from '#link/byte-order-mark.ts';
import type { Link, Reader } from '#link/link.ts';
import { TelnetReader } from '#link/telnet.ts';
import { type LineForm, LineReader, type LineTaker } from '#text/line-reader.ts';

/** Starts reading a link as lines, without a byte order mark and telnet commands. A line without its end is the last one. */
export function readLines(link: Link, taker: LineTaker & Pick<Reader, 'ended'>, form: LineForm): void {
  const lines = new LineReader(taker, form);
  const reader: Reader = {
    take: (chunk) => lines.take(chunk),
    get unfinished() {
      return lines.unfinished;
    },
    crowdedOut: () => taker.crowdedOut?.(),
    ended(how) {
      lines.cut();
      taker.ended(how);
    },
  };
  link.read(new UnmarkedReader(new TelnetReader(reader)));
}
