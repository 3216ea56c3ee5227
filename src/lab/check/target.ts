import { programStage, type ProgramStage } from '#lab/program-stage.ts';
import { Program, type ProgramOptions } from '#lab/program.ts';
import type { Printed } from '#lab/program-process.ts';
import { wireOver } from '#lab/wire.ts';
import { connectTcp } from '#link/tcp.ts';

/** A server that is held to checks. */
export interface Target {
  /** Another check may run at the same time, because each has a program of its own. */
  readonly parallel: boolean;
  /** Gets ready for one check. Rejects with a sentence for people when the server cannot be reached or started. */
  begin(dialect: string): Promise<Running>;
}

/** The server during one check. */
export interface Running {
  readonly stage: ProgramStage;
  readonly printed: Printed;
  readonly end: string | undefined;
  /** Waits up to `ms` for a program that is about to end, then ends it; what it printed can be read then. */
  finish(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A program that is started afresh for each check. `pause`: milliseconds behind each chunk written. */
export const programTarget = (options: ProgramOptions, pause: number): Target => ({
  parallel: options.port === undefined,
  async begin(dialect) {
    const program = new Program(options);
    try {
      await program.start();
    } catch (error) {
      await program.ended(lastWordsTime);
      await program.close();
      throw new CannotStart(error instanceof Error ? error.message : String(error), program.printed, program.end);
    }
    let finished = false;
    return {
      stage: programStage(program, dialect, pause),
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

/** Milliseconds in which a program that fails to start may still say why. */
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

/** A server that runs already, somewhere. It is not stopped, nor started anew between the checks. */
export const addressTarget = (host: string, port: number, pause: number): Target => ({
  parallel: false,
  async begin(dialect) {
    const connect = async (): Promise<ReturnType<typeof wireOver>> => {
      const wire = wireOver(await connectTcp({ host, port }));
      return {
        ...wire,
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
    first.cutOff();
    return {
      stage: {
        dialects: [dialect],
        isLeaving: false,
        connect,
        pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        close: async () => {},
      },
      printed: { stdout: '', stderr: '' },
      end: undefined,
      finish: async () => {},
      close: async () => {},
    };
  },
});
