import { minuteOf } from '#text/local-time.ts';

/** What a search is narrowed to. Times in ms since 1970. */
export interface Narrowed {
  readonly in: string | undefined;
  readonly from: string | undefined;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** A search as the chat takes it: what narrows it, and then the words, which may have a quote without its end. */
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
