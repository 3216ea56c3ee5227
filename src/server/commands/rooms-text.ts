import { visible } from '#text/visible.ts';
import type { RoomRecord } from '#server/control/record.ts';
import type { Style } from './history-text.ts';
import type { Stamp } from './time-stamps.ts';

/** Width of the column of names, in code points. */
const width = 20;

/** `#lobby 12 entries, last 2026-11-20 21:31:05 +01:00`, or `@17 alice and bob (guest) …`. */
export function roomText(
  { id, name, closed, between = [], entries, last }: RoomRecord,
  style: Style,
  stamp: Stamp,
): string {
  const whose = between.map((each) => visible(each.name) + (each.account ? '' : ' (guest)')).join(' and ');
  const numbered = (text: string): string => `@${String(id).padEnd(6)}  ${text}`;
  const what = closed
    ? numbered(`${visible(name ?? '')} (closed)`)
    : name === undefined
      ? numbered(whose)
      : visible(name);
  const many = entries === 1 ? '1 entry' : `${entries} entries`;
  const when = last === null ? '' : `, last ${style.time(stamp(Date.parse(last)))}`;
  return `${style.name(what)}${' '.repeat(Math.max(0, width - [...what].length))}  ${many}${when}\n`;
}
