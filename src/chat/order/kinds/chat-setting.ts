import { isChatSetting, isSettingValue } from '#chat/chat-settings.ts';
import { accept, noOp, refuse, server } from '#chat/order/verdict.ts';
import { kind, type Kind } from './kind.ts';

/** A node asks for what its flags say, and for what its owner says at the command line. */
export const setting: Kind<'setting'> = kind({
  kept: true,
  byNode(world, ordered, { name, value }) {
    // A node of another version may know more settings.
    if (!isChatSetting(name) || (value !== '' && !isSettingValue(name, value))) return refuse('setting-invalid');
    const before = world.set[name] ?? '';
    if (value === before) return noOp(server);
    return accept(setting, world, ordered, server, { kind: 'setting', name, value, before });
  },
  effects: (_world, _entry, { name, value }) => [{ kind: 'chatSetting', name, value }],
});
