import { isChatSetting, isSettingValue, type SetValues, withValue } from '#chat/settings/chat-settings.ts';
import type { Effect } from '#chat/effect.ts';
import type { Seq } from '#chat/event.ts';
import { text } from './row-values.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';

/** The settings of the whole chat: the table. */
export function readChatSettings(on: Statements): SetValues {
  let set: SetValues = {};
  for (const row of on.chatSettings.all()) {
    const [name, value] = [text(row[0]), text(row[1])];
    if (!isChatSetting(name) || !isSettingValue(name, value)) {
      throw new StoreError(exits.corrupt, `The database contains the unknown setting ${name} = ${value}.`);
    }
    set = withValue(set, name, value);
  }
  return set;
}

export function writeChatSetting(on: Statements, { name, value }: Effect & { kind: 'chatSetting' }, seq: Seq): void {
  if (value === '') on.unsetChat.get(name);
  else on.setChat.get(name, value, seq);
}
