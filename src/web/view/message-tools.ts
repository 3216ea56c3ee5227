import type { Message, Room } from '#dialects/web/protocol.ts';
import { copy } from '#web/browser/copy.ts';
import { markUnread } from '#web/browser/reading.ts';
import { composing, dialog, model, self } from '#web/browser/store.ts';
import { nameOf } from '#web/model/rooms.ts';
import { roomAddress } from '#web/model/route.ts';
import { t } from '#web/words/texts.ts';
import { focusComposer } from '#web/browser/focus.ts';
import { pickEmojiFor } from './emoji-picker.tsx';
import { type MenuItem, showMenu } from './menu.tsx';

/** Whether the user may still edit a message: only its own messages, and within the server's time limit. */
export function mayEdit(message: Message): boolean {
  const window = model.value.server?.editWindow;
  const isYoung = window === undefined || Date.now() - message.at < window * 1000;
  return message.from.id === self.value.id && !message.redacted && isYoung;
}

const isOperator = (room: Room): boolean =>
  room.role === 'operator' || room.role === 'owner' || model.value.serverRole !== undefined;

const mayRemove = (room: Room, message: Message): boolean =>
  !message.redacted && (message.from.id === self.value.id || (room.with === undefined && isOperator(room)));

export function startReply(message: Message): void {
  composing.value = { replyTo: message };
  focusComposer();
}

export function startEdit(message: Message): void {
  composing.value = { editing: message };
  focusComposer();
}

/** The actions on a message. */
function toolsOf(room: Room, message: Message, anchor: Element): readonly MenuItem[] {
  const link = new URL(roomAddress(nameOf(room), message.seq), location.href).href;
  const tools: (MenuItem | false)[] = [
    !message.redacted && { label: t.react, icon: 'smile', run: () => pickEmojiFor(room, message, anchor) },
    !message.redacted && { label: t.reply, icon: 'reply', run: () => startReply(message) },
    mayEdit(message) && { label: t.edit, icon: 'edit', run: () => startEdit(message) },
    message.reactions !== undefined &&
      message.reactions.length > 0 && {
        label: t.whoReacted,
        run: () => (dialog.value = { kind: 'reactions', message }),
      },
    !message.redacted && { label: t.copyText, run: () => void copy(message.text) },
    { label: t.copyLink, run: () => void copy(link) },
    { label: t.markUnread, run: () => markUnread(room, message.seq) },
    !message.redacted && {
      label: t.inEveryDialect,
      icon: 'frames',
      run: () => (dialog.value = { kind: 'translate', text: message.text }),
    },
    mayRemove(room, message) && {
      label: t.remove,
      icon: 'close',
      isDangerous: true,
      run: () => (dialog.value = { kind: 'remove', message }),
    },
  ];
  return tools.filter((tool) => tool !== false);
}

export function showTools(room: Room, message: Message, anchor: Element): void {
  showMenu(t.tools(message.from.name), toolsOf(room, message, anchor), anchor);
}
