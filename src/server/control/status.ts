import { version } from '#server/version.ts';
import { type CaptureRecord, recordOf } from './capture.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';

/** The server of a data directory, as shown by `polylogue status --json`. Stable: fields are not removed. */
export interface StatusRecord {
  readonly version: string;
  readonly pid: number;
  /** When the server was started: ISO 8601, UTC. */
  readonly since: string;
  readonly sessions: number;
  /** Their URLs. */
  readonly listeners: readonly string[];
  readonly capture: CaptureRecord | null;
}

export async function* status({ sessions, joinable, captures }: ChatOrStore): Results {
  const open = sessions();
  if (open === undefined) return 'No server runs there. Start one with: polylogue serve';
  const record: StatusRecord = {
    version,
    pid: process.pid,
    since: new Date(performance.timeOrigin).toISOString(),
    sessions: open,
    listeners: joinable.map(({ url }) => url),
    capture: captures ? await recordOf(captures) : null,
  };
  yield [record];
  return undefined;
}
