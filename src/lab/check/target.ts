import { randomInt } from 'node:crypto';

import type { Wire } from '#lab/transcript-server.ts';
import { programServer, type ProgramServer } from '#lab/program-server.ts';
import { Program, type ProgramOptions } from '#lab/program.ts';
import type { ClientSceneOptions } from './client-scene.ts';
import type { Exchange } from './exchange.ts';
import { connectionWire, overTcp, type Reach } from './connect-server.ts';
import { Fault } from './scene.ts';
import type { Printed } from '#lab/program-process.ts';
import type { TransportName } from '#link/transports.ts';

/** A program under test. */
export interface Target {
  /** Another check may run at the same time, because each starts its own program. */
  readonly parallel: boolean;
  /** We do not start it. When it stops accepting connections, checking must end. */
  readonly isRunning?: boolean;
  /** Prepares one check. Rejects with `CannotStart` when the program cannot be reached or started. */
  begin(dialect: string, exchange: Exchange): Promise<Running>;
}

/** The program during one check. */
export interface Running {
  /** A server, to which we connect. */
  readonly server?: ProgramServer;
  /** The transport of its links; TCP if omitted. */
  readonly transport?: TransportName;
  /** A suffix that makes names unique, for a server that may know names from earlier checks. */
  readonly suffix?: string;
  /** A client, which connects to us. */
  readonly client?: Omit<ClientSceneOptions, 'timeout' | 'silence' | 'opened'>;
  /** The program has closed a link: it may be about to exit. */
  readonly isLeaving: boolean;
  readonly printed: Printed;
  readonly end: string | undefined;
  /** Waits up to `ms` for a program that is about to end, then ends it. After that, its output is complete. */
  finish(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A program that is started anew for each check. `pause`: milliseconds after each written chunk. */
export const programTarget = (options: ProgramOptions, pause: number, reach: Reach = overTcp): Target => ({
  parallel: options.port === undefined,
  async begin(dialect, exchange) {
    const program = new Program({ ...options, connect: reach.connect });
    try {
      await program.start();
    } catch (error) {
      await program.ended(lastWordsTime);
      await program.close();
      throw new CannotStart(error instanceof Error ? error.message : String(error), program.printed, program.end);
    }
    let finished = false;
    const server = programServer(program, dialect, pause, connectionWire);
    const restart = async (): Promise<void> => {
      try {
        await program.restart();
      } catch (error) {
        await program.ended(lastWordsTime);
        const why = error instanceof Error ? error.message : String(error);
        throw new CannotStart(`it does not start again at once on the same port: ${why}`, program.printed, program.end);
      }
    };
    return {
      server: observed({ ...server, restart }, exchange),
      transport: reach.transport,
      get isLeaving() {
        return server.isLeaving;
      },
      get printed() {
        return program.printed;
      },
      get end() {
        return program.end;
      },
      async finish(ms) {
        if (finished) return;
        finished = true;
        await program.ended(ms);
        await program.kill();
      },
      close: () => program.close(),
    };
  },
});

/** The server of a server whose links record their bytes. */
export const observed = (server: ProgramServer, exchange: Exchange): ProgramServer => ({
  ...server,
  async connect(dialect, actor = '') {
    const wire = await server.connect(dialect, actor).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Fault({ says: `the program does not accept the connection of ${actor}: ${why}` }, actor);
    });
    return exchange.over(actor, wire);
  },
});

/** Milliseconds to wait for error output of a program that fails to start. */
const lastWordsTime = 300;

/** The program does not accept connections. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
  readonly printed: Printed;
  readonly end: string | undefined;

  constructor(message: string, printed: Printed = { stdout: '', stderr: '' }, end?: string) {
    super(message);
    this.printed = printed;
    this.end = end;
  }
}

/** Milliseconds in which a server that runs on may close a link that we have left. */
const leavingTime = 1000;

/** A running server, on any machine. It is neither stopped nor restarted between checks. */
export const addressTarget = (host: string, port: number, pause: number, reach: Reach = overTcp): Target => ({
  parallel: false,
  isRunning: true,
  async begin(dialect, exchange) {
    const connect = async (): Promise<Wire> => {
      const wire = connectionWire(await reach.connect(host, port));
      return {
        ...wire,
        // The server goes on: a reset at the end of each check would fill its terminal with errors.
        leave() {
          wire.hangUp();
          setTimeout(() => wire.cutOff(), leavingTime).unref();
        },
        async write(bytes) {
          await wire.write(bytes);
          await new Promise((resolve) => setTimeout(resolve, pause));
        },
      };
    };
    const first = await connect().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new CannotStart(`nothing accepts connections on ${host}:${port}: ${why}`);
    });
    // As in `Program`: this link is used for the first actor, because a server may not expect an additional, silent
    // link.
    let unused: Wire | undefined = first;
    const next = async (): Promise<Wire> => {
      const wire = unused ?? (await connect());
      unused = undefined;
      return wire;
    };
    return {
      isLeaving: false,
      transport: reach.transport,
      suffix: String(randomInt(100_000, 1_000_000)),
      server: observed(
        {
          dialects: [dialect],
          isLeaving: false,
          connect: next,
          pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
          close: async () => {},
        },
        exchange,
      ),
      printed: { stdout: '', stderr: '' },
      end: undefined,
      finish: async () => {},
      close: async () => unused?.leave?.(),
    };
  },
});
