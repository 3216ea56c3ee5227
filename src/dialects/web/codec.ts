import { type Frame, frameOf } from '#text/frames.ts';

import type { ErrorFrame, Ref } from './protocol.ts';
import type { Exchanges, RequestType } from './protocol/exchanges.ts';
import type { Pushes, PushType } from './protocol/pushes.ts';

/** Characters of a `ref`, if it is text. */
const maxRef = 64;

/** A line of a client; its fields are not validated yet. */
export interface Line {
  readonly type: string;
  /** Undefined if the line has none, or one that is neither a whole number nor a short text. */
  readonly ref: Ref | undefined;
  readonly fields: Json;
}

/** An object that came as JSON. Only its own fields count: look with `Object.hasOwn`. */
export type Json = Readonly<Record<string, unknown>>;

/** Undefined for anything but a JSON object with a `type`. Only the object's own fields count. */
export function parseLine(line: string): Line | undefined {
  const value = jsonOf(line);
  if (!isJson(value) || Array.isArray(value)) return undefined;
  const type = ownField(value, 'type');
  const ref = ownField(value, 'ref');
  return typeof type === 'string' ? { type, ref: isRef(ref) ? ref : undefined, fields: value } : undefined;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

export const ownField = (object: Json, field: string): unknown =>
  Object.hasOwn(object, field) ? object[field] : undefined;

const isRef = (value: unknown): value is Ref =>
  typeof value === 'string' ? value.length > 0 && value.length <= maxRef : Number.isSafeInteger(value);

export const answerFrame = <K extends RequestType>(type: K, ref: Ref, body: Exchanges[K]['answer']): Frame =>
  lineOf({ type, ref, ...body });

export const pushFrame = <K extends PushType>(type: K, body: Pushes[K]): Frame => lineOf({ type, ...body });

export const errorFrame = (error: Omit<ErrorFrame, 'type'>): Frame => lineOf({ type: 'error', ...error });

export const lineOf = (value: object): Frame => frameOf(`${JSON.stringify(value)}\n`);
