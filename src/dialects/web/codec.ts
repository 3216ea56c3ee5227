import { type Frame, frameOf } from '#text/frames.ts';

import type { ErrorFrame, Ref } from './protocol.ts';
import type { Exchanges, RequestType } from './protocol/exchanges.ts';
import type { Pushes, PushType } from './protocol/pushes.ts';

/** Characters of a `ref`, if it is text. */
export const maxRef = 64;

/** A line of a client; its fields are not validated yet. */
export interface Line {
  readonly type: string;
  /** Undefined if the line has none, or one that is neither a whole number nor a short text. */
  readonly ref: Ref | undefined;
  readonly fields: ReadonlyMap<string, unknown>;
}

/** Undefined for anything but a JSON object with a `type`. Only the object's own fields count. */
export function parseLine(line: string): Line | undefined {
  const value = jsonOf(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const [type, ref] = [fields.get('type'), fields.get('ref')];
  return typeof type === 'string' ? { type, ref: isRef(ref) ? ref : undefined, fields } : undefined;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isRef = (value: unknown): value is Ref =>
  typeof value === 'string' ? value.length > 0 && value.length <= maxRef : Number.isSafeInteger(value);

/** The answer to a request. */
export const answerFrame = <K extends RequestType>(type: K, ref: Ref, body: Exchanges[K]['answer']): Frame =>
  lineOf({ type, ref, ...body });

export const pushFrame = <K extends PushType>(type: K, body: Pushes[K]): Frame => lineOf({ type, ...body });

export const errorFrame = (error: Omit<ErrorFrame, 'type'>): Frame => lineOf({ type: 'error', ...error });

export const lineOf = (value: object): Frame => frameOf(`${JSON.stringify(value)}\n`);
