import { CaptureError } from '#server/capture/capture-error.ts';
import type { Captures } from '#server/capture/captures.ts';
import type { CaptureRequest } from './capture-request.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';

/** A session, as shown by `polylogue capture sessions --json`. Stable: fields are not removed. */
export interface SessionRecord {
  readonly id: number;
  readonly listener: string;
  readonly dialect: string;
  readonly transport: string;
  /** Null before a login. */
  readonly user: string | null;
  readonly address: string;
  readonly port: number;
  /** ISO 8601, UTC. */
  readonly began: string;
  /** ISO 8601, UTC; null: it is open. */
  readonly ended: string | null;
  readonly bytes: number;
}

/** The state of captures, as shown by `polylogue capture status --json`. Stable: fields are not removed. */
export interface CaptureRecord {
  /** Null: no capture to a file is running. */
  readonly file: string | null;
  readonly bytes: number;
  readonly limit: number;
  /** The number of events that were lost because too many came at once. */
  readonly lost: number;
  /** Why the last capture ended by itself; null if it did not. */
  readonly ended: string | null;
  /** Null: all dialects. */
  readonly dialects: readonly string[] | null;
  readonly addresses: string;
  /** Bytes of memory for recent events; 0: none are kept. */
  readonly buffer: number;
}

const notServed = 'No server runs there, so there is nothing to capture. Start one with: polylogue serve';
const notKept = 'This server keeps nothing in memory. Start it with --capture-buffer 64MB.';

/** Bytes of an exported file in one answer. */
const piece = 48 * 1024;

export async function* capture({ captures, turn }: ChatOrStore, request: CaptureRequest): Results {
  if (!captures) return notServed;
  try {
    switch (request.kind) {
      case 'capture-start': {
        const { kind: _, ...choice } = request;
        await captures.start(choice);
        yield [await recordOf(captures)];
        return undefined;
      }
      case 'capture-stop': {
        const written = await captures.stop();
        if (written) yield [written];
        return written ? undefined : 'No capture to a file is running.';
      }
      case 'capture-status':
        yield [await recordOf(captures)];
        return undefined;
      case 'capture-sessions':
        if (captures.kept === 0) return notKept;
        yield await sessionsOf(captures);
        return undefined;
      case 'capture-export': {
        if (captures.kept === 0) return notKept;
        const bytes = await captures.export(request.sessions, request.addresses);
        for (let at = 0; at < bytes.length; at += piece) {
          await turn();
          yield [{ base64: Buffer.from(bytes.subarray(at, at + piece)).toString('base64') }];
        }
        return undefined;
      }
    }
  } catch (error) {
    if (error instanceof CaptureError) return error.message;
    throw error;
  }
}

export async function recordOf(captures: Captures): Promise<CaptureRecord> {
  const written = await captures.status();
  return {
    file: written?.file ?? null,
    bytes: written?.bytes ?? 0,
    limit: written?.limit ?? 0,
    lost: written?.lost ?? 0,
    ended: captures.ended ?? null,
    dialects: captures.file?.dialects ?? null,
    addresses: captures.file?.addresses ?? 'real',
    buffer: captures.kept,
  };
}

async function sessionsOf(captures: Captures): Promise<readonly SessionRecord[]> {
  const sessions = await captures.sessions();
  return sessions.map(({ id, listener, user, address, port, began, ended, bytes }) => ({
    id,
    listener: listener?.name ?? '',
    dialect: listener?.dialect ?? '',
    transport: listener?.transport ?? '',
    user: user ?? null,
    address,
    port,
    began: timeOf(began),
    ended: ended === undefined ? null : timeOf(ended),
    bytes,
  }));
}

const timeOf = (ns: bigint): string => new Date(Number(ns / 1_000_000n)).toISOString();
