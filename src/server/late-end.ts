/** How long a process goes on after its server has closed everything, in ms. */
const grace = 500;

/**
 * Ends the process of a server that has closed everything, where something still keeps it: a QUIC connection waits three times
 * as long as its peer takes to answer, and a peer may answer late on purpose. `after`: a timer that keeps no process itself.
 */
export function endSoon(
  program: { exit(): void },
  after: (ms: number, run: () => void) => void = (ms, run) => void setTimeout(run, ms).unref(),
): void {
  after(grace, () => program.exit());
}

/** Whether a command line starts a server, as `bin/polylogue.js` finds out. */
export const isServer = ([first, second]: readonly string[]): boolean => first === 'serve' || second === 'server';
