import { Readable, Writable } from 'node:stream';
import type { Stdio } from './stdio.ts';

/** Standard streams without a terminal: a command reads `input`, and its output is stored. */
export class KeptStdio implements Stdio {
  /** The output so far. */
  readonly written: { stdout: string; stderr: string } = { stdout: '', stderr: '' };
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;

  constructor(input = '') {
    this.stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
    this.stdout = this.#keeping('stdout');
    this.stderr = this.#keeping('stderr');
  }

  #keeping(name: 'stdout' | 'stderr'): Writable {
    const decoder = new TextDecoder();
    return new Writable({
      write: (chunk: Buffer, _, done) => {
        this.written[name] += decoder.decode(chunk, { stream: true });
        done();
      },
    });
  }
}
