import { hangupIsIgnored } from './hangup.ts';
import type { Signals } from './stdio.ts';

/** The signals that ask a program to stop. */
export interface StopSignals {
  /** Resolves at the first signal: SIGINT, SIGTERM, or SIGHUP unless it is ignored. */
  readonly first: Promise<void>;
  /** Resolves at the second SIGINT or SIGTERM: stop without waiting. */
  readonly second: Promise<void>;
  /** Restores the default effect of the signals. */
  forget(): void;
}

/** Listens for them. `ignored` is called when a SIGHUP has no effect. */
export function stopSignals(ignored: () => void, signals: Signals = process): StopSignals {
  const { promise: first, resolve: resolveFirst } = Promise.withResolvers<void>();
  const { promise: second, resolve: resolveSecond } = Promise.withResolvers<void>();
  const ignoring = hangupIsIgnored();
  let asked = false;
  const onStop = (): void => {
    if (asked) resolveSecond();
    asked = true;
    resolveFirst();
  };
  // SIGHUP does not count as a second signal: a shell and the kernel both send it when a terminal closes, and systemd may
  // send it with SIGTERM.
  const onHangup = (): void => (ignoring ? ignored() : resolveFirst());
  signals.on('SIGINT', onStop).on('SIGTERM', onStop).on('SIGHUP', onHangup);
  const forget = (): void => void signals.off('SIGINT', onStop).off('SIGTERM', onStop).off('SIGHUP', onHangup);
  return { first, second, forget };
}

/**
 * Ignores the signals with which other servers are told to open their log files again. Without this, SIGUSR2 ends the process, and
 * at SIGUSR1 Node listens for a debugger, with which every user of the machine can do what the server may do. Returns what
 * restores that.
 */
export function ignoreUserSignals(ignored: (signal: string) => void, signals: Signals = process): () => void {
  const listeners = ['SIGUSR1', 'SIGUSR2'].map((name) => ({ name, listener: () => ignored(name) }));
  for (const { name, listener } of listeners) signals.on(name, listener);
  return () => {
    for (const { name, listener } of listeners) signals.off(name, listener);
  };
}
