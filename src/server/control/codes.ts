import type { Asked, Millis } from '#chat/event.ts';
import { parseCode } from '#chat/codes.ts';
import type { TokenPurpose, TokenRow } from '#chat/token.ts';
import { isGrantPurpose } from '#chat/grant.ts';
import { accountKey } from '#chat/name-keys.ts';
import { randomCodes } from '#server/codes.ts';
import { noAccount } from './accounts.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { refusalSentence } from './refusals.ts';
import type { ServerRequest } from './server-request.ts';
import { channelNamed, noChannel } from './who.ts';

/** A code that can be spent, as `polylogue invite --json` shows it. These fields stay. */
export interface CodeRecord {
  readonly id: number;
  readonly purpose: TokenPurpose;
  /** The channel it admits to. */
  readonly room?: string;
  /** The account whose password it sets. */
  readonly account?: string;
  readonly uses: number;
  /** ISO 8601, UTC; null: it has no end. */
  readonly until: string | null;
  /** When it was made, and by which account; null: by the server. */
  readonly at: string;
  readonly by: string | null;
  /** Only when it is made: it is kept nowhere. */
  readonly code?: string;
}

/** Codes read at a time. */
const pageSize = 100;

/** Those that can still be spent, in the order in which they were made. */
export async function* codes(source: ChatOrStore): Results {
  const now = source.now();
  for (let after = 0; ;) {
    await source.turn();
    const page = source.store.tokens(after, pageSize);
    yield page.filter(({ until }) => until === 0 || now < until).map((token) => recordOf(source, token));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return undefined;
    after = last.id;
  }
}

function recordOf({ store }: ChatOrStore, token: TokenRow): CodeRecord {
  const { id, purpose, room, owner, uses, until, at, by } = token;
  const [to, whose] = [room === 0 ? undefined : store.room(room)?.name, owner === 0 ? undefined : store.account(owner)];
  return {
    id,
    purpose,
    ...(to !== undefined && { room: to }),
    ...(whose && { account: whose.name }),
    uses,
    until: until === 0 ? null : new Date(until).toISOString(),
    at: new Date(at).toISOString(),
    by: store.account(by)?.name ?? null,
  };
}

type Making = ServerRequest & { kind: 'code-make' | 'account-reset' };

/** Makes a code: this is the only time that anybody sees it. */
export async function* makeCode(source: ChatOrStore, request: Making): Results {
  const { store } = source;
  const code = randomCodes.make();
  const hash = randomCodes.hash(parseCode(code) ?? '');
  const asked = draftOf(source, request, hash);
  if (typeof asked === 'string') return asked;
  const about = request.kind === 'account-reset' ? request.name : (request.room ?? '');
  const room = request.kind === 'code-make' ? request.room : undefined;
  const answer = await source.command(asked, room);
  if (answer.kind === 'refusal') return refusalSentence(answer, about);
  const token = store.token(hash);
  if (!token) throw new Error('a code that was made is not there');
  yield [{ ...recordOf(source, token), code }];
  return undefined;
}

function draftOf(source: ChatOrStore, request: Making, hash: string): Asked<'tokenMade'> | string {
  const { store } = source;
  const { until } = request;
  const made = { kind: 'tokenMade', hash, ...ending(until) } as const;
  if (request.kind === 'account-reset') {
    const account = store.accountNamed(accountKey(store, request.name));
    return account ? { ...made, purpose: 'password-reset', uses: 1, account: account.id } : noAccount(request.name);
  }
  const { room, uses } = request;
  if (room === undefined) return { ...made, purpose: 'invite-server', uses };
  return channelNamed(source, room) ? { ...made, purpose: 'invite-room', uses } : noChannel(room);
}

const ending = (until: Millis | undefined): { readonly until?: Millis } => (until === undefined ? {} : { until });

export async function revokeCode(source: ChatOrStore, id: number): Promise<string | undefined> {
  const token = source.store.tokenOfId(id);
  // Grants are removed by their own commands.
  const answer =
    token && !isGrantPurpose(token.purpose) ? await source.command({ kind: 'tokenRevoked', token: id }) : undefined;
  if (answer && answer.kind !== 'refusal') return undefined;
  if (answer && answer.code !== 'token-invalid') return refusalSentence(answer, String(id));
  return `There is no code ${id}: it was used up or revoked. List them with: polylogue invite --list`;
}
