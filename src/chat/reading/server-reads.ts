import { settingsShown } from '#chat/settings/chat-settings.ts';
import type { RunningChat } from '#chat/chat.ts';
import { parseCode } from '#chat/rights/codes.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { formerGuest } from '#chat/order/former-guests.ts';
import type { World } from '#chat/order/world.ts';
import { mayRevoke } from '#chat/order/code-rules.ts';
import { may, serverRoleOf } from '#chat/rights/rights.ts';
import type { Clock, Store } from '#chat/ports.ts';
import { registrationOn } from '#chat/settings/listener-rules.ts';
import type { Codes } from '#chat/rights/token.ts';

interface ServerReadsOptions {
  readonly world: World;
  readonly store: Store;
  readonly hub: Hub;
  readonly codes: Codes;
  readonly clock: Pick<Clock, 'now'>;
}

type ServerReads = Pick<
  RunningChat,
  'registration' | 'setting' | 'settings' | 'serverRole' | 'audit' | 'tokens' | 'newCode' | 'formerGuest'
>;

/** What may be asked about the server as a whole: its settings, roles, codes and audit. */
export const serverReads = ({ world, store, hub, codes, clock }: ServerReadsOptions): ServerReads => ({
  registration: (rules) => registrationOn(rules, world.set),
  setting: (name) => world.setting(name),
  settings: () => settingsShown(world.set),
  serverRole: ({ user }) => serverRoleOf(world, user),
  audit({ user, scopes }, { before, ...range }) {
    if (scopes !== undefined) return 'out-of-scope';
    if (serverRoleOf(world, user) !== 'owner') return 'not-allowed';
    return store.audit({ ...range, before: Math.min(before, hub.shown + 1) });
  },
  tokens({ user, scopes }, after, limit) {
    if (user === 0 || scopes !== undefined) return [];
    if (serverRoleOf(world, user) !== undefined) return store.tokens(after, limit);
    const rooms = world.memberships(user).filter(({ id }) => may(world, 'set', user, id) === undefined);
    const ids = rooms.map(({ id }) => id);
    return store.tokensOf(user, ids, after, limit).filter((token) => mayRevoke(world, token, user));
  },
  formerGuest: (token) => formerGuest(world, codes.hash(token), clock.now()),
  newCode() {
    const code = codes.make();
    return { code, hash: codes.hash(parseCode(code) ?? '') };
  },
});
