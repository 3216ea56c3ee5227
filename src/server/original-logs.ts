import type { Entry } from '#chat/event.ts';
import { visible } from '#text/visible.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { Happening, OriginalLog } from '#dialects/journal.ts';
import type { LineQueue } from './line-queue.ts';
import { type Log, stackOf } from './log.ts';

/** Hears what happens at a listener. */
export type Follower = (happening: Happening) => void;

/** Where the lines of an original program go. */
export interface Pages {
  /** What it prints. */
  readonly console?: Pick<LineQueue, 'add'> | undefined;
  /** What it writes, or prints if it writes nothing. */
  readonly file?: Pick<LineQueue, 'add'> | undefined;
}

/** Tells in the words of the dialect's original what happens, if there is one and somebody listens. */
export function originalLogFollower(dialect: Dialect, { console, file }: Pages, log: Log): Follower | undefined {
  if (!dialect.originalLog || !(console || file)) return undefined;
  const originalLog = dialect.originalLog();
  return (happening) => {
    try {
      const { printed, written } = told(originalLog, happening);
      // No message can make a second line.
      if (printed !== undefined) console?.add(visible(printed));
      if (written !== undefined) file?.add(visibleBut(originalLog.log?.raw ?? '', written));
    } catch (error) {
      log('bug', { context: 'an original log', dialect: dialect.name, error: stackOf(error) });
    }
  };
}

/** A file's line: only what the original log itself puts there stands as it is, and never a line's end. */
const visibleBut = (raw: string, line: string): string =>
  raw === ''
    ? visible(line)
    : [...line].map((sign) => (raw.includes(sign) && sign !== '\n' ? sign : visible(sign))).join('');

/** An original log may remember what it was told, so it is told once. */
function told(
  originalLog: OriginalLog,
  happening: Happening,
): { printed?: string | undefined; written?: string | undefined } {
  const printed = originalLog.console(happening);
  return { printed, written: originalLog.log ? originalLog.log.line(happening) : printed };
}

/** With `--verbose`: who connected, came and left. */
export function verboseFollower(listener: string, log: Log): Follower {
  return (happening) => {
    if (happening.kind !== 'connected' && happening.kind !== 'came' && happening.kind !== 'left') return;
    const { address, port } = happening.peer;
    const name = happening.kind === 'connected' ? undefined : happening.user?.name;
    log(happening.kind, { listener, peer: `${address}:${port}`, name });
  };
}

/**
 * Whether what people say in private stands in the lines that go to a file. It is tried, not declared: a dialect that
 * forgot to say so would give them away without a warning.
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
  const happenings: readonly Happening[] = [
    ...[alice, bob].map((user) => ({ kind: 'came', peer, user, at: 0 }) as const),
    { kind: 'entry', entry, at: 0 },
    { kind: 'commanded', peer, session: 1, bytes: new TextEncoder().encode(words), at: 0 },
    // What a dialect notes may be what somebody says to the server alone.
    { kind: 'noted', peer, text: words, at: 0 },
  ];
  const trial = originalLog();
  return happenings.some((happening) => told(trial, happening).written?.includes(words) === true);
}
