import type { Link } from '#link/link.ts';

import type { Program } from './program.ts';
import type { TranscriptServer, Wire } from './transcript-server.ts';
import { wireOver } from './wire.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface ProgramServer extends TranscriptServer {
  /** The program has ended a link, so it may be about to exit. */
  readonly isLeaving: boolean;
}

/**
 * A running program as a server, with real time. `pause`: how long a client waits after each chunk, in ms, because it is
 * unknown when the program has read it. `wireOf`: an actor's end of a link.
 */
export function programServer(
  program: Program,
  dialect: string,
  pause: number,
  wireOf: (link: Link) => Wire = wireOver,
): ProgramServer {
  let isLeaving = false;
  return {
    dialects: [dialect],
    get isLeaving() {
      return isLeaving;
    },
    async connect(): Promise<Wire> {
      const wire = wireOf(await program.connect());
      return {
        ...wire,
        async read() {
          const next = await wire.read();
          if (typeof next === 'string') isLeaving = true;
          return next;
        },
        async write(bytes) {
          await wire.write(bytes);
          await sleep(pause);
        },
      };
    },
    pass: sleep,
    stop: async () => program.signal('SIGINT'),
    restart: () => program.restart(),
    close: () => program.close(),
  };
}
