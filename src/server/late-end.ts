/** How long a process may keep running after its server has closed everything, in ms. */
const grace = 500;

/**
 * Ends the process of a server that has closed everything, even if something keeps it running. A QUIC connection can: after its close
 * it waits for three times its peer's response time, and a peer may respond late on purpose. `after`: a timer that does not itself
 * keep the process running.
 */
export function endSoon(
  program: { exit(): void },
  after: (ms: number, run: () => void) => void = (ms, run) => void setTimeout(run, ms).unref(),
): void {
  after(grace, () => program.exit());
}

/** Whether a command line starts a server, as `bin/polylogue.js` finds out. */
export const isServer = ([first, second]: readonly string[]): boolean => first === 'serve' || second === 'server';
