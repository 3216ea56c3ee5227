import type { ActRequest, GrantActors } from './grant-actors.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';
import type { Applicant } from '#chat/login/admissions.ts';
import type { Logins } from '#chat/login/logins.ts';
import { userOf } from '#chat/order/judge-grant.ts';
import { whyBanned } from '#chat/order/bans.ts';
import { seenChannel } from '#chat/order/channels.ts';
import type { World } from '#chat/order/world.ts';
import type { Acting, Asked, RoomId, Seq } from '#chat/event.ts';
import { type Grant, isGrant, maxLabel, scopesOf, usedEvery } from '#chat/grant.ts';
import { parseCode } from '#chat/codes.ts';
import type { BotSessions } from './bot-sessions.ts';
import type { Clock, Store } from '#chat/ports.ts';
import type { Reader } from '#chat/reader.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { may } from '#chat/rights.ts';
import { scopeFor } from '#chat/needed-scope.ts';
import type { Typed } from '#chat/hub/show-typing.ts';
import type { Codes, TokenRow } from '#chat/token.ts';
import { whyNotAct } from './why-not-act.ts';

/** What the holder of a grant asks for. */
export interface GrantAct extends ActRequest {
  /** To join a channel: its key, or an invitation code, as a person has typed it. Wrong ones delay the next attempt. */
  readonly secret?: string | undefined;
  /** The request is withdrawn: a secret that was not checked yet is not checked any more. */
  readonly signal?: AbortSignal | undefined;
}

/** A device that was made after the password of its account was checked. */
export interface Admitted {
  /** For the device alone: the chat keeps its hash. */
  readonly code: string;
  readonly grant: Grant;
}

/** The password was right, but a ban keeps the account out. */
export interface Barred {
  readonly barred: Refusal;
}

/** What can be done without a session in the rooms. See `Grant`. */
export interface GrantActs {
  /**
   * What the code of a grant allows. Undefined: no grant has that code, or it was revoked or has ended. The use is noted,
   * which prolongs a device.
   */
  grant(code: string): Grant | undefined;
  /** The reader that `chat`'s reads take in place of a seat. Refused once the grant is revoked. */
  reader(grant: Grant, address: string): Reader | Refusal;
  /** Requests an event as the account of the grant, at the rates of a session from that address. Resolves when it is durable. */
  act(grant: Grant, act: GrantAct): Promise<Answer>;
  /**
   * A session of a bot: from now on it hears what its account hears, if it may `read`, and its requests are acts of the
   * account. Nobody sees it come or go. Answered with a `no-op`, or a refusal. The session is `ended` when the grant is
   * no longer in force.
   */
  represent<A extends Ask>(seat: Seat<A>, grant: Grant, ask: A): void;
  /** Shows the account as typing, as `Chat.typing` does a session, to whom it may say something. The account may be away. */
  typingFor(grant: Grant, typed: Typed & { readonly address: string }): Refusal | RefusalCode | undefined;
  /** Checks a password, at the pace of logins, and logs a device in. `label`: what people call it. */
  logIn(who: Applicant & { readonly label?: string | undefined }): Promise<Admitted | Barred | RefusalCode>;
  /** Makes an account, under the same conditions as for a guest who registers, and logs a device in. */
  signUp(
    who: Applicant & { readonly label?: string | undefined; readonly invitation?: string | undefined },
  ): Promise<Admitted | RefusalCode>;
  /**
   * Changes the password of the account of a device, if the old one is right. All devices and sessions of the account
   * end; this device gets another code.
   */
  changePassword(
    grant: Grant,
    who: Omit<Applicant, 'name'> & { readonly newPassword: string },
  ): Promise<Admitted | RefusalCode>;
  /** The devices and bots of the reader's account, by id. None are shown to a bot. */
  grants(reader: Reader): readonly Grant[];
  /** The webhooks of a channel, by id, for those who may make them. */
  webhooks(reader: Reader, room: string): readonly Grant[] | RefusalCode;
}

export interface GrantActsOptions {
  readonly world: World;
  readonly store: Store;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly actors: GrantActors;
  readonly bots: BotSessions;
  readonly logins: Pick<Logins, 'admissions'>;
  /** Posts a draft of the node itself. */
  readonly command: (event: Asked) => Promise<Answer>;
  readonly showTyping: (
    as: Pick<Acting, 'account' | 'address'>,
    key: object,
    typed: Typed,
  ) => RefusalCode | Refusal | undefined;
  /** The keyed hash of the network of an address. */
  readonly hashOf: (address: string) => string | undefined;
}

export function createGrantActs(options: GrantActsOptions): GrantActs {
  const { world, store, clock, codes, actors, bots, logins, command, showTyping, hashOf } = options;
  const noting = new Set<Seq>();

  function note({ id, hash, used }: TokenRow): void {
    if ((used !== 0 && clock.now() - used < usedEvery) || noting.has(id)) return;
    noting.add(id);
    void command({ kind: 'used', grant: hash }).finally(() => noting.delete(id));
  }

  function nameOf(room: RoomId): string {
    return store.room(room)?.name ?? '';
  }

  function grantOf(token: TokenRow | undefined): Grant | undefined {
    const account = token && store.account(token.owner);
    if (!account || !isGrant(token, clock.now())) return undefined;
    const { id, hash, purpose, label, until, at, used, room } = token;
    return {
      id,
      hash,
      purpose,
      account: { id: account.id, name: account.name },
      scopes: scopesOf(token),
      label,
      ...(room !== 0 && { room: { id: room, name: nameOf(room) } }),
      until,
      at,
      used,
    };
  }

  async function device(account: number, version: number, label: string | undefined): Promise<Admitted | RefusalCode> {
    const code = codes.make();
    const hash = codes.hash(parseCode(code) ?? '');
    const made = { kind: 'tokenMade', purpose: 'device', hash, uses: 1 } as const;
    const answer = await command({ ...made, account, version, label: deviceLabel(label) });
    if (answer.kind === 'refusal') return answer.code;
    const grant = grantOf(store.token(hash));
    return grant ? { code, grant } : 'grant-invalid';
  }

  return {
    grant(code) {
      const parsed = parseCode(code);
      const token = parsed === undefined ? undefined : store.token(codes.hash(parsed));
      const grant = grantOf(token);
      if (grant && token) note(token);
      return grant;
    },
    reader(grant, address) {
      if (!grant.scopes.includes('read')) return { code: 'out-of-scope' };
      return whyNotAct(options, grant, address) ?? actors.reader(grant, address);
    },
    async act(grant, { secret, signal, ...request }) {
      // The order judges this, too; a draft that is for nodes never gets there.
      if (scopeFor(request.event.kind) === undefined) return { kind: 'refusal', code: 'out-of-scope' };
      if (secret === undefined || request.event.kind !== 'joined') return actors.act(grant, request);
      const event = await logins.admissions.entering({ address: request.address, signal }, request.room ?? '', secret);
      return typeof event === 'string' ? { kind: 'refusal', code: event } : actors.act(grant, { ...request, event });
    },
    represent: (seat, grant, ask) => bots.represent(seat, grant, ask),
    typingFor(grant, { address, ...typed }) {
      if (grant.purpose === 'webhook' || !grant.scopes.includes('post')) return 'out-of-scope';
      const as = { account: grant.account.id, address: hashOf(address) };
      return whyNotAct(options, grant, address) ?? showTyping(as, actors.reader(grant, address), typed);
    },
    async logIn({ label, ...who }) {
      const found = await logins.admissions.check(who);
      if (typeof found === 'string') return found;
      const user = userOf(world, found.account);
      const hash = hashOf(who.address);
      const addresses = hash === undefined ? undefined : [hash];
      const barred = user && whyBanned(world, { ...user, addresses }, false, clock.now());
      return barred ? { barred } : device(found.account, found.version, label);
    },
    async signUp({ label, invitation, ...who }) {
      const account = await logins.admissions.hash(who, invitation);
      if (typeof account === 'string') return account;
      const { name, secret, code } = account;
      const person = { address: hashOf(who.address) };
      const answer = await command({ kind: 'registered', name, secret, ...(code !== undefined && { code }), person });
      if (answer.kind === 'refusal') return answer.code;
      if (answer.kind !== 'entry') return 'unavailable';
      const { id } = answer.entry.from;
      return device(id, store.account(id)?.version ?? 0, label);
    },
    async changePassword({ account: { id, name }, label, ...grant }, { newPassword, ...who }) {
      if (grant.purpose !== 'device') return 'out-of-scope';
      const secret = await logins.admissions.changed({ name, ...who }, id, newPassword);
      if (typeof secret === 'string') return secret;
      if (!isGrant(store.token(grant.hash), clock.now())) return 'grant-invalid';
      const answer = await command({ kind: 'credential', account: id, ...secret });
      if (answer.kind === 'refusal') return answer.code;
      return device(id, store.account(id)?.version ?? 0, label);
    },
    grants: ({ user, account, scopes }) =>
      !account || scopes !== undefined ? [] : store.grants(user).flatMap((token) => grantOf(token) ?? []),
    webhooks({ user, scopes }, name) {
      if (scopes !== undefined) return 'out-of-scope';
      const room = seenChannel(world, user, name);
      if (!room) return 'no-room';
      return may(world, 'set', user, room.id) ?? store.webhooks(room.id).flatMap((token) => grantOf(token) ?? []);
    },
  };
}

/** Most browsers send a name; one that is too long must not keep anybody out. */
const deviceLabel = (text = ''): string => {
  const label = text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, maxLabel)
    // Half of a surrogate pair may be left at the end.
    .replace(/\p{Cs}$/u, '')
    .trim();
  return label === '' ? 'Unnamed device' : label;
};
