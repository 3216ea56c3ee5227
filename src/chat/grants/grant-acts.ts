import type { ActRequest, GrantActors } from './grant-actors.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';
import { seenChannel } from '#chat/order/channels.ts';
import type { Acting, Seq } from '#chat/event.ts';
import { type Grant, usedEvery } from '#chat/rights/grant.ts';
import { grantOfToken } from './grant-of-token.ts';
import { parseCode } from '#chat/rights/codes.ts';
import type { BotSessions } from './bot-sessions.ts';
import type { Store } from '#chat/ports.ts';
import type { Reader } from '#chat/readable/reader.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { may } from '#chat/rights/rights.ts';
import { scopeFor } from '#chat/rights/needed-scope.ts';
import type { Typed } from '#chat/hub/presence/show-typing.ts';
import type { TokenRow } from '#chat/rights/token.ts';
import { createDeviceLogins, type DeviceLogins, type DeviceLoginsOptions } from './device-logins.ts';
import { whyNotAct } from './why-not-act.ts';

/** What the holder of a grant asks for. */
export interface GrantAct extends ActRequest {
  /** To join a channel: its key, or an invitation code, as a person has typed it. Wrong ones delay the next attempt. */
  readonly secret?: string | undefined;
  /** The request is withdrawn: a secret that was not checked yet is not checked any more. */
  readonly signal?: AbortSignal | undefined;
}

/** What can be done without a session in the rooms. See `Grant`. */
export interface GrantActs extends DeviceLogins {
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
  /** The devices and bots of the reader's account, by id. None are shown to a bot. */
  grants(reader: Reader): readonly Grant[];
  /** The webhooks of a channel, by id, for those who may make them. */
  webhooks(reader: Reader, room: string): readonly Grant[] | RefusalCode;
}

export interface GrantActsOptions extends Omit<DeviceLoginsOptions, 'grantOf'> {
  readonly store: Store;
  readonly actors: GrantActors;
  readonly bots: BotSessions;
  readonly showTyping: (
    as: Pick<Acting, 'account' | 'address'>,
    key: object,
    typed: Typed,
  ) => RefusalCode | Refusal | undefined;
}

export function createGrantActs(options: GrantActsOptions): GrantActs {
  const { world, store, clock, codes, actors, bots, logins, command, showTyping, hashOf } = options;
  const noting = new Set<Seq>();

  function note({ id, hash, used }: TokenRow): void {
    if ((used !== 0 && clock.now() - used < usedEvery) || noting.has(id)) return;
    noting.add(id);
    void command({ kind: 'used', grant: hash }).finally(() => noting.delete(id));
  }

  const grantOf = (token: TokenRow | undefined): Grant | undefined => grantOfToken(store, token, clock.now());

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
      const event = await logins.withoutSession.enterRoom(
        { address: request.address, signal },
        request.room ?? '',
        secret,
      );
      return typeof event === 'string' ? { kind: 'refusal', code: event } : actors.act(grant, { ...request, event });
    },
    represent: (seat, grant, ask) => bots.represent(seat, grant, ask),
    typingFor(grant, { address, ...typed }) {
      if (grant.purpose === 'webhook' || !grant.scopes.includes('post')) return 'out-of-scope';
      const as = { account: grant.account.id, address: hashOf(address) };
      return whyNotAct(options, grant, address) ?? showTyping(as, actors.reader(grant, address), typed);
    },
    ...createDeviceLogins({ ...options, grantOf }),
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
