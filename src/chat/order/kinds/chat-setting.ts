import { isChatSetting, isSettingValue, settingInForce } from '#chat/settings/chat-settings.ts';
import type { Asked, Ordered, Speaker } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { serverRoleOf } from '#chat/rights/rights.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import type { World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/** A node asks for what its flags say, and for what its owner says at the command line. */
export const setting: Kind<'setting'> = kind({
  kept: true,
  byNode: (world, ordered, asked) => judge(world, ordered, asked, server),
  byUser(world, ordered, asked, user) {
    if (serverRoleOf(world, user.id) !== 'owner') return refuse('not-allowed');
    return judge(world, ordered, asked, user.ref);
  },
  effects: (_world, _entry, { name, value }) => [{ kind: 'chatSetting', name, value }],
});

function judge(world: World, ordered: Ordered, { name, value, was }: Asked<'setting'>, by: Speaker): Verdict {
  // A node of another version may know more settings.
  if (!isChatSetting(name) || (value !== '' && !isSettingValue(name, value))) return refuse('setting-invalid');
  const before = world.set[name] ?? '';
  if (value === before) return noOp(by);
  if (was !== undefined && was !== settingInForce(world.set, name)) return refuse('setting-changed');
  return accept(setting, world, entryOf(ordered, by, { kind: 'setting', name, value, before }));
}
