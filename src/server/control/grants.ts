import { parseCode } from '#chat/rights/codes.ts';
import type { Asked } from '#chat/event.ts';
import { type GrantPurpose, isGrant, scopesOf } from '#chat/rights/grant.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import type { AccountRow } from '#chat/ports.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import type { TokenRow } from '#chat/rights/token.ts';
import { randomCodes } from '#server/codes.ts';
import { quoted } from '#text/quoted.ts';
import { noAccount } from './accounts.ts';
import type { GrantRequest } from './grant-request.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { channelNamed, noChannel } from './who.ts';

/** A device, a bot or a webhook, as shown by `--json`. Stable: fields are not removed. */
export interface GrantRecord {
  readonly id: number;
  readonly purpose: GrantPurpose;
  /** The account it acts for. */
  readonly account: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** The channel to which a webhook sends messages. */
  readonly room?: string;
  /** ISO 8601, UTC; null: no end. */
  readonly until: string | null;
  /** When and by which account it was created; null: by the server. */
  readonly at: string;
  readonly by: string | null;
  /** The last use, with a precision of about a day; null: not used yet. */
  readonly used: string | null;
  /** Only in the answer to its creation: it is not stored. */
  readonly code?: string;
}

/** Accounts or rooms examined at a time. */
const pageSize = 200;

/** Carries out requests about grants. */
export async function* grants(source: ChatOrStore, request: GrantRequest): Results {
  switch (request.kind) {
    case 'grants':
      return yield* listed(source, request);
    case 'grant-make':
      return yield* make(source, request);
    case 'grant-revoke':
      return revoke(source, request);
    case 'account-logout':
    case 'account-join':
      return change(source, request);
  }
}

async function* listed(source: ChatOrStore, { purpose, name, room }: GrantRequest & { kind: 'grants' }): Results {
  const { store } = source;
  if (room !== undefined && !channelNamed(source, room)) return noChannel(room);
  const account = name === undefined ? undefined : accountNamed(source, name);
  if (name !== undefined && !account) return noAccount(name);
  const fits = (token: TokenRow): boolean =>
    token.purpose === purpose && (!account || token.owner === account.id) && isGrant(token, source.now());
  const shown = (tokens: readonly TokenRow[]): readonly GrantRecord[] =>
    tokens.filter(fits).flatMap((token) => recordOf(source, token) ?? []);
  const of = purpose === 'webhook' ? store.webhooks : store.grants;
  const only = purpose === 'webhook' ? room && channelNamed(source, room)?.id : account?.id;
  if (only) {
    yield shown(of(only));
    return undefined;
  }
  for (let after = 0; ;) {
    await source.turn();
    const page = purpose === 'webhook' ? store.rooms(after, pageSize) : store.accounts(after, pageSize);
    yield page.flatMap(({ id }) => shown(of(id)));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return undefined;
    after = last.id;
  }
}

const accountNamed = ({ store }: ChatOrStore, name: string): AccountRow | undefined =>
  store.accountNamed(accountKey(store, name));

function recordOf({ store }: ChatOrStore, token: TokenRow): GrantRecord | undefined {
  const { id, owner, room, label, until, at, by, used } = token;
  const account = store.account(owner);
  if (!account || !isGrant(token, at)) return undefined;
  return {
    id,
    purpose: token.purpose,
    account: account.name,
    label,
    scopes: scopesOf(token),
    ...(room !== 0 && { room: store.room(room)?.name ?? '' }),
    until: until === 0 ? null : new Date(until).toISOString(),
    at: new Date(at).toISOString(),
    by: store.account(by)?.name ?? null,
    used: used === 0 ? null : new Date(used).toISOString(),
  };
}

/** Creates a grant. Its code is only in this answer, because it is not stored. */
async function* make(source: ChatOrStore, request: GrantRequest & { kind: 'grant-make' }): Results {
  const { store } = source;
  const { purpose, name, room, label, scopes, until } = request;
  const account = accountNamed(source, name);
  if (!account) return noAccount(name);
  if (purpose === 'webhook' && (room === undefined || !channelNamed(source, room))) return noChannel(room ?? '');
  const code = randomCodes.make();
  const hash = randomCodes.hash(parseCode(code) ?? '');
  const asked: Asked<'tokenMade'> = {
    kind: 'tokenMade',
    purpose,
    hash,
    uses: 1,
    account: account.id,
    label,
    scopes,
    ...(until !== undefined && { until }),
  };
  const answer = await source.command(asked, room);
  if (answer.kind === 'refusal') {
    if (answer.code === 'not-member')
      return `${quoted(account.name)} is not in ${quoted(room ?? '')}. To make it a member, add --join.`;
    return refusalSentence(answer, room ?? account.name);
  }
  const token = store.token(hash);
  const record = token && recordOf(source, token);
  if (!record) throw new Error('the grant was created, but is not in the list');
  yield [{ ...record, code }];
  return undefined;
}

const words: Readonly<Record<GrantPurpose, string>> = { device: 'device', bot: 'bot', webhook: 'webhook' };

async function revoke(
  source: ChatOrStore,
  { purpose, id }: GrantRequest & { kind: 'grant-revoke' },
): Promise<string | undefined> {
  // The number may be one of another list.
  const isThere = source.store.tokenOfId(id)?.purpose === purpose;
  const answer = isThere ? await source.command({ kind: 'tokenRevoked', token: id }) : undefined;
  if (answer && answer.kind !== 'refusal') return undefined;
  if (answer && answer.code !== 'token-invalid') return refusalSentence(answer, String(id));
  return `There is no ${words[purpose]} ${id}: it was removed, or it never existed.`;
}

async function change(
  source: ChatOrStore,
  request: GrantRequest & { kind: 'account-logout' | 'account-join' },
): Promise<string | undefined> {
  const account = accountNamed(source, request.name);
  if (!account) return noAccount(request.name);
  if (request.kind === 'account-logout') {
    const answer = await source.command({ kind: 'loggedOut', account: account.id });
    return answer.kind === 'refusal' ? refusalSentence(answer, account.name) : undefined;
  }
  const { room } = request;
  // #lobby is created when the first user enters it.
  const isThere = channelNamed(source, room) !== undefined;
  if (!isThere && !isLobby({ id: 0, name: room })) return noChannel(room);
  const answer = await source.command({ kind: 'enrolled', name: account.name }, isThere ? room : undefined);
  // The account is already a member.
  if (answer.kind !== 'refusal' || answer.code === 'unavailable') return undefined;
  return refusalSentence(answer, room);
}
