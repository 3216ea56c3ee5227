import { minuteOf } from '#text/local-time.ts';

/** What a search is narrowed to. Times in ms since 1970. */
export interface Narrowed {
  readonly in: string | undefined;
  readonly from: string | undefined;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** A search as the chat takes it: first the filters, then the words, in which a quote may not be closed. */
export function queryOf(text: string, { in: room, from, before, after }: Narrowed): string {
  const times = { before, after };
  const narrow = [
    ...(room === undefined ? [] : [`in:"${unquoted(room)}"`]),
    ...(from === undefined ? [] : [`from:"${unquoted(from)}"`]),
    ...Object.entries(times).flatMap(([key, time]) => (time === undefined ? [] : [`${key}:"${minuteOf(time)}"`])),
  ];
  return [...narrow, text].join(' ');
}

const unquoted = (name: string): string => name.replaceAll('"', '');
