import type { Stage, Wire } from '#lab/stage.ts';
import { wireOver } from '#lab/wire.ts';
import type { Program } from './transcripts-against-program.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A program that is running, as a stage; its clock is the world's. `pause`: how long a client waits behind each chunk,
 * because nobody can know when the program has read it.
 */
export function stageOf(program: Program, dialect: string, pause: number): Stage {
  return {
    dialects: [dialect],
    async connect(): Promise<Wire> {
      const wire = wireOver(await program.connect());
      return {
        ...wire,
        async write(bytes) {
          await wire.write(bytes);
          await sleep(pause);
        },
      };
    },
    pass: sleep,
    stop: async () => program.signal('SIGINT'),
    async restart() {
      await program.kill();
      await program.start();
    },
    close: () => program.close(),
  };
}
