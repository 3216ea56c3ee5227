import type { Clock } from '#chat/ports.ts';
import type { Accents, Completed, Console, Secrets } from '#dialects/party.ts';
import { minuteOf } from '#text/local-time.ts';

/** Another console, with the local time before each line that is shown: `21:31`. */
export class TimedConsole implements Console {
  readonly #console: Console;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(console: Console, clock: Pick<Clock, 'now'>) {
    this.#console = console;
    this.#clock = clock;
  }

  get amongPasted(): boolean {
    return this.#console.amongPasted === true;
  }

  get waiting(): number {
    return this.#console.waiting;
  }

  get interrupted(): Promise<void> {
    return this.#console.interrupted;
  }

  get interactive(): boolean {
    return this.#console.interactive;
  }

  show(line: string, speaker?: number, accents?: Accents): void {
    this.#console.show(line, speaker, { ...accents, time: minuteOf(this.#clock.now()).slice(-5) });
  }

  hint(line: string): void {
    this.#console.hint(line);
  }

  prompt(text: string, secrets?: Secrets): void {
    this.#console.prompt(text, secrets);
  }

  status(text: string): void {
    this.#console.status?.(text);
  }

  completeWith(complete: (line: string, cursor: number) => Completed): void {
    this.#console.completeWith?.(complete);
  }

  watchEditing(edited: (line: string) => void): void {
    this.#console.watchEditing?.(edited);
  }

  line(): Promise<string | undefined> {
    return this.#console.line();
  }

  close(): void {
    this.#console.close();
  }
}
