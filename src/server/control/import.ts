import { accountKey } from '#chat/names/name-keys.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { visible } from '#text/visible.ts';
import { wordRefusal } from './accounts.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import type { ImportedMessage, ImportedUser, ImportRequest } from './import-request.ts';

/** The result for a user or a message, in the order of the request. */
export interface ImportResult {
  readonly taken: boolean;
  /** The reason if it was not imported; missing if it was imported before. */
  readonly why?: string;
}

/** Imports accounts first, because messages refer to them. */
export async function* takeImport(source: ChatOrStore, { users, messages }: ImportRequest): Results {
  const made = await Promise.all(users.map((user) => takeUser(source, user)));
  yield made;
  yield await Promise.all(messages.map((message) => takeMessage(source, message)));
  return undefined;
}

/** Posted in one turn, so that no other entry comes between them. */
async function takeUser(source: ChatOrStore, { name, secret }: ImportedUser): Promise<ImportResult> {
  const registered = secret === undefined ? undefined : source.command({ kind: 'registered', name, secret });
  const enrolled = source.command({ kind: 'enrolled', name });
  const [made] = await Promise.all([registered, enrolled]);
  if (made?.kind !== 'refusal') return { taken: made !== undefined };
  return made.code === 'name-registered' ? { taken: false } : { taken: false, why: wordRefusal(made.code, name) };
}

async function takeMessage(source: ChatOrStore, message: ImportedMessage): Promise<ImportResult> {
  const { mark: importKey, ...rest } = message;
  const answer = await source.command({ kind: 'imported', ...rest, importKey });
  if (answer.kind !== 'refusal') return { taken: true };
  if (answer.code === 'unavailable') return { taken: false };
  return { taken: false, why: whoIsMissing(source, message) ?? words[answer.code] ?? answer.code };
}

/** A sentence if the sender or the receiver has no account; otherwise undefined. */
function whoIsMissing({ store }: ChatOrStore, { from, to = from }: ImportedMessage): string | undefined {
  const missing = [...new Set([from, to])].filter((name) => !store.accountNamed(accountKey(store, name))).map(visible);
  if (missing.length === 0) return undefined;
  return `${missing.join(' and ')} ${missing.length === 1 ? 'has' : 'have'} no account here`;
}

const words: Partial<Record<RefusalCode, string>> = {
  'no-room': 'nobody has an account here',
  'to-self': 'it was said to oneself',
  'text-long': 'the text is too long',
  'mailbox-full': 'the mailbox is full',
  'quota-used': 'as much was said as is kept in an hour',
  'disk-full': 'there is too little free space on the disk',
  locked: 'another program keeps the database locked',
};

/** Undefined if it is not a result. */
export function parseImportResult(value: unknown): ImportResult | undefined {
  if (typeof value !== 'object' || value === null || !('taken' in value)) return undefined;
  const { taken } = value;
  if (typeof taken !== 'boolean') return undefined;
  return 'why' in value && typeof value.why === 'string' ? { taken, why: value.why } : { taken };
}
