import { addressTarget, CannotStart, type Running, type Target } from '#lab/check/target.ts';
import type { Reach } from '#lab/check/connect-server.ts';

import type { Person } from './person.ts';

/** The person is asked this many times to start the server. */
const attempts = 10;

/** A server that a person starts, stops and restarts; we connect to it. */
export function serverByHand(person: Person, host: string, port: number, pause: number, reach: Reach): Target {
  const running = addressTarget(host, port, pause, reach);
  return {
    parallel: false,
    async begin(dialect, exchange) {
      for (let attempt = 1; ; attempt++) {
        try {
          return handled(person, await running.begin(dialect, exchange));
        } catch (error) {
          if (!(error instanceof CannotStart) || attempt > attempts) throw error;
          const how = 'Start it, and then press Enter here (or type "no": the check fails)';
          if ((await person.ask(`The server does not run: ${error.message}.\n${how}: `)) !== '') throw error;
        }
      }
    },
  };
}

const handled = (person: Person, running: Running): Running =>
  running.server === undefined
    ? running
    : {
        ...running,
        server: {
          ...running.server,
          async stop() {
            await person.ask('Stop your server: press Ctrl-C in its window, or close it. Then press Enter here: ');
          },
          async restart() {
            const how = 'press Ctrl-C in its window, and start it again at once';
            await person.ask(`Start your server anew on the same port: ${how}. Then press Enter here: `);
          },
        },
      };
