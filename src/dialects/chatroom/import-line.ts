import { maxText } from '#chat/limits.ts';
import type { Millis } from '#chat/event.ts';
import { foldCase } from '#chat/names/names.ts';

import { encode } from './codec.ts';
import { type ImportNames, importNames } from './import-names.ts';

/** A line of an original server's history file. */
export interface HistoryLine {
  readonly at: Millis;
  /** The same in microseconds, as in the file. */
  readonly micros: number;
  readonly from: string;
  /** Undefined for all. */
  readonly to: string | undefined;
  readonly text: string;
  /** Equal in every file that contains the message. */
  readonly key: string;
}

/** `str(datetime)` has no decimals when there are none. Times are local times. */
const form =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{6}))?\t(BM|PM)\tsentby:([^\t]+?) recvby:([^\t]+)\t(.*)$/s;

/** Parses a line, or says why it cannot be imported. `names`: maps the original's names to ours. */
export function parseHistoryLine(
  line: string,
  names: Pick<ImportNames, 'of'> = importNames(new Set()),
): HistoryLine | string {
  const [whole, year, month, day, hour, minute, second, decimals = '0', kind, sender = '', target = '', text = ''] =
    form.exec(line) ?? [];
  if (whole === undefined) return 'this is not a line of a history';
  const [y, m, d, h, min, s] = [year, month, day, hour, minute, second].map(Number);
  const date = new Date(y ?? 0, (m ?? 0) - 1, d, h, min, s);
  if (date.getMonth() + 1 !== m || date.getDate() !== d || (h ?? 0) > 23 || (min ?? 0) > 59 || (s ?? 0) > 59) {
    return 'its time is not valid';
  }
  const from = names.of(sender);
  const to = target === '*' ? undefined : names.of(target);
  if ((kind === 'BM') !== (to === undefined)) return `${kind} does not go to ${kind === 'BM' ? 'one' : 'all'}`;
  if (typeof from === 'string') return `the sender’s name ${from}`;
  if (typeof to === 'string') return `the receiver’s name ${to}`;
  if (encode(text).length > maxText) return 'the text is too long';
  const micros = date.getTime() * 1000 + Number(decimals);
  const key = [foldCase(from.name), to ? foldCase(to.name) : '*', text].join('\t');
  return { at: Math.floor(micros / 1000), micros, from: from.name, to: to?.name, text, key };
}
