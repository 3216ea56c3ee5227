import type { Entry } from '#chat/event.ts';
import { visible } from '#text/visible.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { JournalEvent, OriginalLog } from '#dialects/journal.ts';
import type { LineQueue } from './line-queue.ts';
import { type Log, stackOf } from './log.ts';

/** Called with each event of a listener. */
export type Follower = (happening: JournalEvent) => void;

/** The outputs for the lines of an original program. */
export interface OriginalLogOutputs {
  /** Lines that the original prints. */
  readonly console?: Pick<LineQueue, 'add'> | undefined;
  /** Lines that the original writes to its file; if it writes none, those that it prints. */
  readonly file?: Pick<LineQueue, 'add'> | undefined;
}

/** Reports events in the words of the dialect's original program, if there is one and an output is used. */
export function originalLogFollower(
  dialect: Dialect,
  { console, file }: OriginalLogOutputs,
  log: Log,
): Follower | undefined {
  if (!dialect.originalLog || !(console || file)) return undefined;
  const originalLog = dialect.originalLog();
  return (happening) => {
    try {
      const { printed, written } = told(originalLog, happening);
      // A message cannot add a line.
      if (printed !== undefined) console?.add(visible(printed));
      if (written !== undefined) file?.add(visibleBut(originalLog.log?.raw ?? '', written));
    } catch (error) {
      log('bug', { context: 'an original log', dialect: dialect.name, error: stackOf(error) });
    }
  };
}

/** A line of the file. Only text of the original log itself is unchanged, and never contains a line end. */
const visibleBut = (raw: string, line: string): string =>
  raw === ''
    ? visible(line)
    : [...line].map((sign) => (raw.includes(sign) && sign !== '\n' ? sign : visible(sign))).join('');

/** Called once per event, because an original log may have state. */
function told(
  originalLog: OriginalLog,
  happening: JournalEvent,
): { printed?: string | undefined; written?: string | undefined } {
  const printed = originalLog.console(happening);
  return { printed, written: originalLog.log ? originalLog.log.line(happening) : printed };
}

/** With `--verbose`: logs connections, logins and departures. */
export function verboseFollower(listener: string, log: Log): Follower {
  return (happening) => {
    if (happening.kind !== 'connected' && happening.kind !== 'came' && happening.kind !== 'left') return;
    const { address, port } = happening.peer;
    const name = happening.kind === 'connected' ? undefined : happening.user?.name;
    log(happening.kind, { listener, peer: `${address}:${port}`, name });
  };
}

/**
 * Whether private messages appear in the lines written to a file. This is tested, not declared, so that a dialect
 * cannot forget to declare it.
 */
export function tellsPrivateWords({ originalLog }: Dialect): boolean {
  if (!originalLog) return false;
  const [alice, bob] = [
    { id: 2, name: 'alice' },
    { id: 3, name: 'bob' },
  ];
  const peer = { address: '127.0.0.1', port: 1 };
  const words = 'private words';
  const entry: Entry = {
    seq: 5,
    id: '',
    at: 0,
    from: alice,
    room: { id: 4, name: bob.name },
    event: { kind: 'message', text: words },
  };
  const happenings: readonly JournalEvent[] = [
    ...[alice, bob].map((user) => ({ kind: 'came', peer, user, at: 0 }) as const),
    { kind: 'entry', entry, at: 0 },
    { kind: 'commanded', peer, session: 1, bytes: new TextEncoder().encode(words), at: 0 },
    // A note of a dialect may be text that a user sent only to the server.
    { kind: 'noted', peer, text: words, at: 0 },
  ];
  const trial = originalLog();
  return happenings.some((happening) => told(trial, happening).written?.includes(words) === true);
}
