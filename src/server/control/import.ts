import { accountKey } from '#chat/keys.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { visible } from '#text/visible.ts';
import { wordRefusal } from './accounts.ts';
import type { Ground, Results } from './ground.ts';
import type { ImportedMessage, ImportedUser, ImportRequest } from './import-request.ts';

/** What became of a user or a message, in the order of the request. */
export interface ImportResult {
  readonly taken: boolean;
  /** Why not; nothing for what is here already. */
  readonly why?: string;
}

/** Accounts first: what is said by them comes behind. */
export async function* takeImport(ground: Ground, { users, messages }: ImportRequest): Results {
  const made = await Promise.all(users.map((user) => takeUser(ground, user)));
  yield made;
  yield await Promise.all(messages.map((message) => takeMessage(ground, message)));
  return undefined;
}

/** Asked in one turn, so that nobody comes between. */
async function takeUser(ground: Ground, { name, secret }: ImportedUser): Promise<ImportResult> {
  const registered = secret === undefined ? undefined : ground.command({ kind: 'registered', name, secret });
  const enrolled = ground.command({ kind: 'enrolled', name });
  const [made] = await Promise.all([registered, enrolled]);
  if (made?.kind !== 'refusal') return { taken: made !== undefined };
  return made.code === 'name-registered' ? { taken: false } : { taken: false, why: wordRefusal(made.code, name) };
}

async function takeMessage(ground: Ground, message: ImportedMessage): Promise<ImportResult> {
  const { mark: importKey, ...rest } = message;
  const answer = await ground.command({ kind: 'imported', ...rest, importKey });
  if (answer.kind !== 'refusal') return { taken: true };
  if (answer.code === 'unavailable') return { taken: false };
  return { taken: false, why: whoIsMissing(ground, message) ?? words[answer.code] ?? answer.code };
}

/** Of those who said it and to whom; undefined when both have accounts. */
function whoIsMissing({ store }: Ground, { from, to = from }: ImportedMessage): string | undefined {
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
  'disk-full': 'there is too little room on the disk',
  locked: 'another program keeps the database locked',
};

/** Undefined for anything but a result. */
export function parseImportResult(value: unknown): ImportResult | undefined {
  if (typeof value !== 'object' || value === null || !('taken' in value)) return undefined;
  const { taken } = value;
  if (typeof taken !== 'boolean') return undefined;
  return 'why' in value && typeof value.why === 'string' ? { taken, why: value.why } : { taken };
}
