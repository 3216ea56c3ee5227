import type { Asked } from '#chat/event.ts';
import { isSecret } from '#server/passwords.ts';

/** A message to import. `mark`: its import key. */
export type ImportedMessage = Omit<Asked & { kind: 'imported' }, 'kind' | 'importKey'> & { readonly mark: string };

/** `secret`: the hash of a password, if the name has no account yet. */
export interface ImportedUser {
  readonly name: string;
  readonly secret?: string | undefined;
}

/** A part of the data of an original server. The request may be repeated: nothing is imported twice. */
export interface ImportRequest {
  readonly kind: 'import';
  readonly users: readonly ImportedUser[];
  readonly messages: readonly ImportedMessage[];
}

/** Undefined if the fields are invalid. */
export function parseImport(users: unknown, messages: unknown): ImportRequest | undefined {
  const [allUsers, allMessages] = [eachOf(users, userOf), eachOf(messages, messageOf)];
  return allUsers && allMessages && { kind: 'import', users: allUsers, messages: allMessages };
}

function eachOf<T>(values: unknown, read: (value: object) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(values)) return undefined;
  const all = values.flatMap((value: unknown) => {
    const one = typeof value === 'object' && value !== null ? read(value) : undefined;
    return one === undefined ? [] : [one];
  });
  return all.length === values.length ? all : undefined;
}

function userOf(value: object): ImportedUser | undefined {
  const { name, secret }: { name?: unknown; secret?: unknown } = value;
  if (typeof name !== 'string') return undefined;
  if (secret === undefined) return { name };
  return typeof secret === 'string' && isSecret(secret) ? { name, secret } : undefined;
}

type Fields = { readonly [field in keyof ImportedMessage]?: unknown };

function messageOf(value: object): ImportedMessage | undefined {
  const { from, to, text, said, mark }: Fields = value;
  if (typeof from !== 'string' || typeof text !== 'string' || typeof mark !== 'string') return undefined;
  if (typeof said !== 'number' || !Number.isSafeInteger(said)) return undefined;
  if (to === undefined) return { from, text, said, mark };
  return typeof to === 'string' ? { from, to, text, said, mark } : undefined;
}
