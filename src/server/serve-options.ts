import { parseArgs } from 'node:util';
import type { Millis } from '#chat/event.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { type ListenerUrl, loopback, parseListenerUrl } from './listener-url.ts';

export type Durability = 'strict' | 'relaxed';

export interface ServeOptions {
  /** The data directory, or `:memory:`. */
  readonly data: string;
  readonly listen: readonly ListenerUrl[];
  readonly durability: Durability;
  /** Whether a listener's limits on connections and rates hold, once it has any. The bounds on memory always do. */
  readonly limits: boolean;
  /** How long chat goes on between the announcement of the end and the end. */
  readonly grace: Millis;
}

export const serveHelp: string = `Usage: polylogue serve [options]

Starts the chat and prints one line for each listener, with a command that joins, then "ready".

  --data DIR            where everything is kept (default ./polylogue-data, or $POLYLOGUE_DATA);
                        :memory: keeps nothing
  --listen URL          accept a dialect there, such as nick://127.0.0.1:43221; may be given several
                        times, and replaces the defaults; port 0 takes any free one
  --durability strict   nothing is shown before it would survive a power cut (the default)
  --durability relaxed  faster: a power cut may take the last moments, a crash of the server nothing
  --grace SECONDS       on Ctrl-C, how long chat goes on after the announcement (default 5)
  --no-limits           for load tests: lifts the limits on connections and rates, of which there are
                        none yet; the bounds on memory stay
  --help                this text

Examples:
  polylogue serve
  polylogue serve --data /srv/chat --listen nick://0.0.0.0:43221
`;

const flags = {
  data: { type: 'string' },
  listen: { type: 'string', multiple: true },
  durability: { type: 'string' },
  grace: { type: 'string' },
  'no-limits': { type: 'boolean' },
} as const;

/** The effective options, complete and frozen. A string is a sentence that says what is wrong with the arguments. */
export function readServeOptions(
  args: readonly string[],
  dataDefault: string,
  dialects: readonly Dialect[],
): ServeOptions | string {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const listen = listeners(values.listen, dialects);
  if (typeof listen === 'string') return listen;
  const durability = values.durability ?? 'strict';
  if (durability !== 'strict' && durability !== 'relaxed') {
    return `--durability is strict or relaxed, not ${JSON.stringify(durability)}.`;
  }
  const grace = Number(values.grace ?? '5');
  if (!(grace >= 0 && grace <= 3600) || values.grace?.trim() === '') {
    return `--grace takes seconds from 0 to 3600, not ${JSON.stringify(values.grace)}.`;
  }
  const data = values.data ?? dataDefault;
  if (data === '') return '--data needs a directory, or :memory:.';
  return Object.freeze({ data, listen, durability, limits: values['no-limits'] !== true, grace: grace * 1000 });
}

function listeners(urls: readonly string[] | undefined, dialects: readonly Dialect[]): readonly ListenerUrl[] | string {
  if (!urls) return dialects.map((dialect) => ({ dialect, host: loopback, port: dialect.port }));
  const parsed: ListenerUrl[] = [];
  for (const url of urls) {
    const listener = parseListenerUrl(url, dialects);
    if (typeof listener === 'string') return listener;
    parsed.push(listener);
  }
  return parsed;
}
