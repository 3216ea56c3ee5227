import { settingsShown } from './chat-settings.ts';
import type { RunningChat } from './chat.ts';
import { parseCode } from './codes.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { World } from '#chat/order/world.ts';
import { mayRevoke } from '#chat/order/tokens.ts';
import { serverRoleOf } from './rights.ts';
import type { Store } from './ports.ts';
import { registrationOn } from './rules.ts';
import type { Codes, TokenRow } from './token.ts';

/** Codes read at a time. */
const pageSize = 200;

interface Ground {
  readonly world: World;
  readonly store: Store;
  readonly hub: Hub;
  readonly codes: Codes;
}

type Side = Pick<RunningChat, 'registration' | 'setting' | 'settings' | 'serverRole' | 'audit' | 'tokens' | 'newCode'>;

/** What may be asked about the server as a whole: its settings, roles, codes and audit. */
export const serverReads = ({ world, store, hub, codes }: Ground): Side => ({
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
    const own: TokenRow[] = [];
    for (let from = after; own.length < limit;) {
      const page = store.tokens(from, pageSize);
      own.push(...page.filter((token) => mayRevoke(world, token, user)));
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      from = last.id;
    }
    return own.slice(0, limit);
  },
  newCode() {
    const code = codes.make();
    return { code, hash: codes.hash(parseCode(code) ?? '') };
  },
});
