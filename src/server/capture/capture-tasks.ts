import type { Transferable } from 'node:worker_threads';
import { dialects } from '#dialects/index.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { type Batch, heldBy } from './event-batch.ts';
import { BatchReader } from './batch-reader.ts';
import { CaptureError } from './capture-error.ts';
import type { Place } from './capture-event.ts';
import type { CaptureAnswer, CaptureRequest, FromThread, ToThread } from './capture-thread.ts';
import { aboutServer, FileCapture } from './file-capture.ts';
import { RecentEvents } from './recent-events.ts';
import { PacketWriter } from './packet-writer.ts';

type Export = CaptureRequest & { readonly kind: 'export' };

/** Carries out requests on the thread that writes captures. */
export class CaptureTasks {
  readonly #say: (message: FromThread, transfer?: Transferable[]) => void;
  readonly #places = new Map<number, Place>();
  readonly #reader = new BatchReader(this.#places, dialects);
  #capture: FileCapture | undefined;
  #recent: RecentEvents | undefined;

  constructor(say: (message: FromThread, transfer?: Transferable[]) => void) {
    this.#say = say;
  }

  take(message: ToThread): void {
    switch (message.kind) {
      case 'place':
        this.#places.set(message.number, message.place);
        return this.#endIf(this.#capture?.place(message.number, message.place));
      case 'batch':
        return this.#write(message.batch);
      case 'ask': {
        const answer = this.#answer(message.request);
        const transfer = answer.kind === 'exported' ? [answer.bytes.buffer] : [];
        return this.#say({ kind: 'answer', ask: message.ask, answer }, transfer);
      }
    }
  }

  #write(batch: Batch): void {
    const events = this.#reader.read(batch);
    this.#recent?.add(events, heldBy(batch));
    this.#endIf(this.#capture?.take(events, batch.lost));
    this.#say({ kind: 'done', weight: batch.weight });
  }

  #endIf(why: string | undefined): void {
    if (why === undefined || !this.#capture) return;
    const capture = this.#capture;
    this.#capture = undefined;
    capture.close();
    this.#say({ kind: 'ended', why, written: capture.written });
  }

  #answer(request: CaptureRequest): CaptureAnswer {
    switch (request.kind) {
      case 'start':
        return this.#start(request);
      case 'stop': {
        const capture = this.#capture;
        this.#capture = undefined;
        capture?.close();
        return { kind: 'written', written: capture?.written };
      }
      case 'status':
        return { kind: 'written', written: this.#capture?.written };
      case 'keep':
        this.#recent = new RecentEvents(request.bytes);
        return { kind: 'written', written: undefined };
      case 'sessions':
        return { kind: 'sessions', sessions: this.#recent?.sessions ?? [] };
      case 'export':
        return this.#export(request);
    }
  }

  #start({ request }: CaptureRequest & { readonly kind: 'start' }): CaptureAnswer {
    try {
      const capture = new FileCapture(request, (id) => this.#reader.factsOf(id));
      this.#capture = capture;
      for (const [number, place] of this.#places) this.#endIf(capture.place(number, place));
      return { kind: 'written', written: capture.written };
    } catch (error) {
      if (error instanceof CaptureError) return { kind: 'refused', sentence: error.message, exit: error.exit };
      throw error;
    }
  }

  #export({ sessions, addresses, program }: Export): CaptureAnswer {
    const recent = this.#recent;
    const missing = sessions.find((id) => recent?.factsOf(id) === undefined);
    if (!recent || missing !== undefined) {
      return { kind: 'refused', sentence: `Session ${missing ?? ''} is no longer in memory.`, exit: 1 };
    }
    const packets = new PacketWriter({
      format: pcapngFormat(),
      addresses,
      dialects,
      factsOf: (id) => recent.factsOf(id),
    });
    const wanted = new Set(sessions.map((id) => recent.factsOf(id)?.place));
    const parts = [packets.head(program, aboutServer)];
    for (const [number, place] of this.#places) if (wanted.has(number)) parts.push(packets.place(number, place));
    for (const event of recent.eventsOf(new Set(sessions))) parts.push(packets.take(event));
    parts.push(packets.statistics(0n));
    const whole = Buffer.concat(parts);
    const bytes = new Uint8Array(whole.length);
    bytes.set(whole);
    return { kind: 'exported', bytes };
  }
}
