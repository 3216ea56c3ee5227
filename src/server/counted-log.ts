import type { Log, LogFields } from './log.ts';
import { throttleEvents, type ThrottledEvents } from './throttle-events.ts';

/** Events that the operator causes, or whose rate we control: each is logged, without a count. */
const uncounted: ReadonlySet<string> = new Set([
  ...['started', 'listening', 'stopping', 'stopped'],
  ...['log-file', 'no-control-socket', 'nobody-came', 'capture-started', 'capture-stopped', 'capture-ended'],
]);

/** Lines per second of one event that `--verbose` adds. */
const verboseLines = 100;
const verbose: ReadonlySet<string> = new Set(['connected', 'came', 'left']);

/** A log that no peer can flood. */
export interface CountedLog extends Log {
  /** Logs the events that were counted and not logged yet. */
  flush(): void;
}

/**
 * Logs each event at most once a second for each listener or dialect (those of `--verbose` a hundred times), with the
 * fields of the last one and a `count` of all since the previous line. Unknown events are counted, too, so that a new
 * event cannot fill the disk.
 */
export function countedLog(log: Log): CountedLog {
  const counted = new Map<string, ThrottledEvents<LogFields>>();
  const counterOf = (event: string, { listener, dialect, context }: LogFields): ThrottledEvents<LogFields> => {
    const key = JSON.stringify([event, listener, dialect, context]);
    const most = verbose.has(event) ? verboseLines : 1;
    const counter = counted.get(key) ?? throttleEvents((fields, count) => log(event, { ...fields, count }), most);
    counted.set(key, counter);
    return counter;
  };
  const happened: Log = (event, fields = {}) =>
    uncounted.has(event) ? log(event, fields) : counterOf(event, fields)(fields);
  return Object.assign(happened, {
    flush() {
      for (const counter of counted.values()) counter.flush();
    },
  });
}
