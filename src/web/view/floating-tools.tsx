import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Message, Room } from '#dialects/web/protocol.ts';
import { openTimeline } from '#web/browser/store.ts';
import { messageOf } from '#web/model/timeline.ts';
import { t } from '#web/words/texts.ts';
import { pickEmojiFor } from './emoji-picker.tsx';
import { IconButton } from './icon.tsx';
import { mayEdit, showTools, startEdit, startReply } from './message-tools.ts';

interface Lifted {
  readonly message: Message;
  readonly row: HTMLElement;
}

/** The message of a row. */
export function messageAt(element: EventTarget | null): Lifted | undefined {
  const row = element instanceof Element ? element.closest<HTMLElement>('[data-seq]') : null;
  const message = row && messageOf(openTimeline.peek(), Number(row.dataset['seq']));
  return row && message ? { row, message } : undefined;
}

/** The tools of the message under the pointer. One element for the whole list, which is moved. */
export function FloatingTools({ room, scroller }: { room: Room; scroller: RefObject<HTMLDivElement | null> }) {
  const lifted = useSignal<Lifted | undefined>(undefined);
  useEffect(() => {
    const list = scroller.current;
    if (!list) return undefined;
    const onOver = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') return;
      if (event.target instanceof Element && event.target.closest('.floating-tools')) return;
      lifted.value = messageAt(event.target);
    };
    const onLeave = (): void => {
      lifted.value = undefined;
    };
    list.addEventListener('pointerover', onOver);
    list.addEventListener('pointerleave', onLeave);
    return () => {
      list.removeEventListener('pointerover', onOver);
      list.removeEventListener('pointerleave', onLeave);
    };
  }, [room.id]);

  const now = lifted.value;
  // The message may have changed, or been removed, meanwhile.
  const message = now && messageOf(openTimeline.value, now.message.seq);
  if (!now || !message || !now.row.isConnected) return null;
  const top = Math.max(now.row.offsetTop - 14, scroller.current?.scrollTop ?? 0);
  return (
    <div class="floating-tools" role="toolbar" aria-label={t.tools(message.from.name)} style={{ top: `${top}px` }}>
      {!message.redacted && (
        <>
          <IconButton icon="smile" label={t.react} onClick={() => pickEmojiFor(room, message, now.row)} />
          <IconButton icon="reply" label={t.reply} onClick={() => startReply(message)} />
        </>
      )}
      {mayEdit(message) && <IconButton icon="edit" label={t.edit} onClick={() => startEdit(message)} />}
      <IconButton
        icon="more"
        menu
        label={t.more}
        onClick={(event) => event.currentTarget instanceof Element && showTools(room, message, event.currentTarget)}
      />
    </div>
  );
}
