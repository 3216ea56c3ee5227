import type { Message } from '#dialects/web/protocol.ts';
import { remove } from '#web/browser/message-actions.ts';
import { model, openRoom } from '#web/browser/store.ts';
import { showDate } from '#web/browser/windows.ts';
import { dayOf } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { closeDialog, DialogFrame } from './dialog-frame.tsx';

/** Asks for confirmation before a message is removed for everybody. */
export function RemoveDialog({ message }: { message: Message }) {
  // The room of the message, even if another room is open by now.
  const room = model.value.rooms.get(message.room?.id ?? 0) ?? openRoom.value;
  const doIt = (): void => {
    closeDialog();
    if (room) void remove(room, message);
  };
  return (
    <DialogFrame title={t.removeAsk} class="small-dialog">
      <blockquote class="quote-text">{message.text}</blockquote>
      <div class="button-row">
        <button type="button" class="dangerous" data-first onClick={doIt}>
          {t.remove}
        </button>
        <button type="button" onClick={closeDialog}>
          {t.cancel}
        </button>
      </div>
    </DialogFrame>
  );
}

/** Jumps to the first message of a day. */
export function DateDialog() {
  const room = openRoom.value;
  const show = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get('date') ?? '');
    // Without a time it would be parsed as UTC.
    const at = Date.parse(`${value}T00:00`);
    closeDialog();
    if (room && !Number.isNaN(at)) void showDate(room, at);
  };
  return (
    <DialogFrame title={t.jumpToDate} class="small-dialog">
      <form onSubmit={show} class="line-form labelled">
        <label>
          {t.date}
          <input type="date" name="date" data-first required max={dayOf(Date.now())} defaultValue={dayOf(Date.now())} />
        </label>
        <button type="submit" class="primary">
          {t.show}
        </button>
      </form>
    </DialogFrame>
  );
}
