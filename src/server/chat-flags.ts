import type { ChatSettingName } from '#chat/settings/chat-settings.ts';
import type { RunningChat } from '#chat/chat.ts';
import type { Policy } from './listener-policy.ts';
import type { Log } from './log.ts';

/**
 * Stores flags as settings of the chat, because all nodes must use the same. Logs the changes, and the settings that
 * remain from an earlier start or from `polylogue settings`.
 */
export async function applyFlags(chat: RunningChat, policy: Policy, log: Log): Promise<void> {
  const flags: readonly (readonly [ChatSettingName, string | undefined, string])[] = [
    ['registration', policy.registration, `--registration ${policy.registration}`],
    ['guests', policy.guests === false ? 'no' : undefined, '--no-guests'],
  ];
  const changed = new Set<ChatSettingName>();
  for (const [name, value, flag] of flags) {
    if (value === undefined) continue;
    const before = chat.settings().find((each) => each.name === name);
    const answer = await chat.command({ kind: 'setting', name, value });
    if (answer.kind !== 'entry') continue;
    changed.add(name);
    log('setting', { name, value, before: before?.isSet === true ? before.value : undefined, by: flag });
  }
  for (const { name, value, isSet } of chat.settings()) {
    if (isSet && !changed.has(name)) log('setting', { name, value });
  }
}

/** Sentences about what a listener's options allow, but the settings of the chat do not. */
export function withoutEffect(chat: RunningChat, url: string, policy: Policy): readonly string[] {
  const hint = (name: ChatSettingName, value: string, set: string): string =>
    `${url} ${name}=${value} has no effect, because the chat's setting ${name} is ${set} (polylogue settings ${name} ${value})`;
  const sentences: string[] = [];
  if (policy.guests === true && !chat.setting('guests')) sentences.push(hint('guests', 'yes', 'no'));
  const { registration } = policy;
  const set = chat.setting('registration');
  if (registration !== undefined && registration !== 'closed' && registration !== set && set !== 'open') {
    sentences.push(hint('registration', registration, set));
  }
  return sentences;
}
