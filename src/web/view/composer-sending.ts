import { useRef } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { edit } from '#web/browser/message-actions.ts';
import { keepDraft, keptDraft } from '#web/browser/drafts.ts';
import { post } from '#web/browser/outbox.ts';
import { composing, model, openTimeline, self } from '#web/browser/store.ts';
import { runTyped } from '#web/browser/typed-commands.ts';
import * as typing from '#web/browser/typing.ts';
import { bytesOver, isCommand, messageOf } from '#web/model/composed.ts';
import { nameOf } from '#web/model/rooms.ts';
import { lastOf } from '#web/model/timeline.ts';
import type { ComposerDraft } from './composer-draft.ts';

/** What the composer does with its text. */
export interface ComposerSending {
  /** The user may not write in the room, except commands. */
  readonly isSilent: boolean;
  /** The number of bytes by which the text is too long. */
  readonly over: number;
  /** Whether there is something that may be sent now. */
  readonly maySend: boolean;
  /** Ends editing or replying, and puts the draft of the room back into the field. */
  cancel(): void;
  /** Sends the message, the edit or the command. `closeList`: closes the list of suggestions. */
  submit(closeList: () => void): Promise<void>;
}

export function useComposerSending(room: Room, draft: ComposerDraft): ComposerSending {
  const { field, text } = draft;
  /** The edit or command that is not answered yet. */
  const underWay = useRef<string>(undefined);
  const { editing, replyTo } = composing.value;
  const isSilent = room.settings?.moderated !== undefined && room.role === 'member' && !model.value.serverRole;
  const mayWrite = (typed: string): boolean => !isSilent || isCommand(typed);
  const tooMuch = (typed: string): number => bytesOver(editing ? typed : messageOf(typed));

  const cancel = (): void => {
    composing.value = {};
    text.value = keptDraft(nameOf(room));
  };
  /** Does what takes time, once, and then empties the field, unless something else was typed or begun since. */
  const finish = async (value: string, run: () => Promise<boolean>, end: () => void): Promise<void> => {
    if (underWay.current === value) return;
    underWay.current = value;
    const isDone = await run();
    underWay.current = undefined;
    if (isDone && field.current && text.peek().trimEnd() === value && composing.peek().editing === editing) end();
    // The room was left meanwhile, with the command as its draft.
    else if (isDone && !field.current && keptDraft(nameOf(room)).trimEnd() === value) keepDraft(nameOf(room), '');
  };
  const submit = async (closeList: () => void): Promise<void> => {
    const value = text.value.trimEnd();
    if (value === '' || tooMuch(value) > 0 || !mayWrite(value)) return;
    closeList();
    if (editing) {
      if (value === editing.text) return cancel();
      return finish(value, () => edit(room, editing, value), cancel);
    }
    if (isCommand(value)) {
      return finish(
        value,
        () => runTyped(room, value),
        () => draft.set(''),
      );
    }
    if (!post(room, messageOf(value), replyTo ? { replyTo: replyTo.seq } : {})) return;
    typing.sent();
    composing.value = {};
    draft.set('');
  };

  const over = tooMuch(text.value);
  const maySend = text.value.trim() !== '' && over <= 0 && mayWrite(text.value);
  return { isSilent, over, maySend, cancel, submit };
}

/** Begins to edit the user's last message in the room. False: no message may be edited. */
export function editLast(room: Room): boolean {
  // The message that is still being sent is meant, not an older one.
  if (model.peek().outbox.some((pending) => pending.room === room.id && pending.state !== 'failed')) return false;
  const window = model.peek().server?.editWindow;
  const since = window === undefined ? 0 : Date.now() - window * 1000;
  const last = lastOf(openTimeline.peek(), self.peek(), since);
  if (last) composing.value = { editing: last };
  return last !== undefined;
}
