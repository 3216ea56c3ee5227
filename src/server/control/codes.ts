import { type Asked, isChannel, type Millis, type Seq } from '#chat/event.ts';
import { parseCode } from '#chat/rights/codes.ts';
import { type Listing, userKey } from '#chat/rights/moderation-lists.ts';
import type { TokenPurpose, TokenRow } from '#chat/rights/token.ts';
import { isGrantPurpose } from '#chat/rights/grant.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import { randomCodes } from '#server/codes.ts';
import { noAccount } from './accounts.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { refusalSentence } from './refusal-sentence.ts';
import type { ServerRequest } from './server-request.ts';
import { channelNamed, noChannel } from './who.ts';

/**
 * A valid code, or the invitation of a person, as shown by `polylogue invite --json`. Stable: fields are not removed.
 */
export interface CodeRecord {
  readonly id: number;
  readonly purpose: TokenPurpose | 'invite-person';
  /** The invited person, of `invite-person`. */
  readonly person?: string;
  /** The channel that may be entered with it. */
  readonly room?: string;
  /** The account whose password it sets. */
  readonly account?: string;
  readonly uses: number;
  /** ISO 8601, UTC; null: no end. */
  readonly until: string | null;
  /** When and by which account it was created; null: by the server. */
  readonly at: string;
  readonly by: string | null;
  /** Only in the answer to its creation: it is not stored. */
  readonly code?: string;
}

/** Codes read at a time. */
const pageSize = 100;

/** The valid codes in the order of their creation, then the invited persons. `room`: only for that channel. */
export async function* codes(source: ChatOrStore, room: string | undefined): Results {
  const only = room === undefined ? undefined : channelNamed(source, room)?.id;
  if (room !== undefined && only === undefined) return noChannel(room);
  const now = source.now();
  const isOpen = (row: { readonly room: number; readonly until: Millis }): boolean =>
    (row.until === 0 || now < row.until) && (only === undefined || row.room === only);
  for (let after: Seq | undefined = 0; after !== undefined;) {
    await source.turn();
    const page: readonly TokenRow[] = source.store.tokens(after, pageSize);
    yield page.filter(isOpen).map((token) => recordOf(source, token));
    after = page.length < pageSize ? undefined : page.at(-1)?.id;
  }
  for (let last: readonly [number, number] | undefined = [0, 0]; last;) {
    await source.turn();
    const page: readonly Listing[] = source.store.invited(...last, pageSize);
    yield page.filter((row) => isOpen(row) && isPerson(row)).map((row) => invitationOf(source, row));
    const end: Listing | undefined = page.length < pageSize ? undefined : page.at(-1);
    last = end?.user === undefined ? undefined : [end.user, end.room];
  }
  return undefined;
}

/** Only persons; a mask invites everybody whom it matches. */
const isPerson = ({ key, user }: Listing): boolean => user !== undefined && key === userKey(user);

function invitationOf({ store }: ChatOrStore, { seq, room, shown, until, at, by }: Listing): CodeRecord {
  const to = store.room(room)?.name;
  return {
    id: seq,
    purpose: 'invite-person',
    person: shown,
    ...(to !== undefined && { room: to }),
    uses: 1,
    until: until === 0 ? null : new Date(until).toISOString(),
    at: new Date(at).toISOString(),
    by: by.id === 0 ? null : by.name,
  };
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

/** Creates a code. It is only in this answer, because it is not stored. */
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
  if (!token) throw new Error('the code was created, but is not in the list');
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

/** `id`: the number, in the list, of a code or of the invitation of a person. */
export async function revokeCode(source: ChatOrStore, id: number): Promise<string | undefined> {
  const token = source.store.tokenOfId(id);
  const invitation = token ? undefined : invitationNumbered(source, id);
  if (invitation) {
    const { room, mask } = invitation;
    const withdrawn = await source.command({ kind: 'unlisted', list: 'invitation', mask }, room);
    return withdrawn.kind === 'refusal' ? refusalSentence(withdrawn, mask) : undefined;
  }
  // Grants are removed by their own commands.
  const answer =
    token && !isGrantPurpose(token.purpose) ? await source.command({ kind: 'tokenRevoked', token: id }) : undefined;
  if (answer && answer.kind !== 'refusal') return undefined;
  if (answer && answer.code !== 'token-invalid') return refusalSentence(answer, String(id));
  return `There is no code or invitation ${id}: it was used or revoked. List them with: polylogue invite --list`;
}

/** The invitation that was created by an entry, while it is in the list of its room. */
function invitationNumbered(
  { store }: ChatOrStore,
  seq: Seq,
): { readonly room: string; readonly mask: string } | undefined {
  const { room } = store.entry(seq) ?? {};
  if (!room || !isChannel(room)) return undefined;
  const row = store.listings(room.id).find((each) => each.list === 'invitation' && each.seq === seq && isPerson(each));
  const now = store.room(room.id)?.name;
  return row && now !== undefined ? { room: now, mask: row.shown } : undefined;
}
