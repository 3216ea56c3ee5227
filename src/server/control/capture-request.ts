import { isAbsolute } from 'node:path';
import type { AddressChoice } from '#server/capture/shown-addresses.ts';
import { type FileChoice, leastLimit } from '#server/capture/capture-options.ts';

/** A request about the captures of a server. */
export type CaptureRequest =
  | ({ readonly kind: 'capture-start' } & FileChoice)
  | { readonly kind: 'capture-stop' | 'capture-status' | 'capture-sessions' }
  /** `sessions`: the ids of sessions. The answer is a pcapng file, in parts, in base64. */
  | { readonly kind: 'capture-export'; readonly sessions: readonly number[]; readonly addresses: AddressChoice };

type Fields = ReadonlyMap<string, unknown>;

const longestPath = 4096;
const maxSessions = 1000;

/** Undefined for other requests. */
export function parseCapture(kind: CaptureRequest['kind'], fields: Fields): CaptureRequest | undefined {
  switch (kind) {
    case 'capture-start': {
      const choice = parseChoice(fields);
      return choice && { kind, ...choice };
    }
    case 'capture-export': {
      const [sessions, addresses] = [fields.get('sessions'), fields.get('addresses')];
      return isListOf(sessions, isId) && isAddresses(addresses) ? { kind, sessions, addresses } : undefined;
    }
    default:
      return { kind };
  }
}

function parseChoice(fields: Fields): FileChoice | undefined {
  const [file, limit] = [fields.get('file'), fields.get('limit')];
  const [dialects, addresses] = [fields.get('dialects'), fields.get('addresses')];
  if (typeof file !== 'string' || file.length > longestPath || !isAbsolute(file) || file.includes('\0'))
    return undefined;
  if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < leastLimit) return undefined;
  if (!isAddresses(addresses)) return undefined;
  if (dialects !== undefined && !isListOf(dialects, isText)) return undefined;
  return { file, limit, dialects, addresses };
}

const isAddresses = (value: unknown): value is AddressChoice => value === 'real' || value === 'synthetic';

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const isText = (value: unknown): value is string => typeof value === 'string';

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.length > 0 && value.length <= maxSessions && value.every(is);
}
