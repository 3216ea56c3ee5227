import { computed } from '@preact/signals';
import type { Room } from '#dialects/web/protocol.ts';
import { atEnd } from '#web/browser/reading.ts';
import { dialog, isLoaded, model, openRoom, openTimeline, self } from '#web/browser/store.ts';
import { isNew } from '#web/model/model.ts';
import { rowsOf } from '#web/model/rows.ts';
import { countText, isChannel, nameOf } from '#web/model/rooms.ts';
import { clockTime, dayOf } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { FloatingTools } from './floating-tools.tsx';
import { Icon } from './icon.tsx';
import { onListKey } from './message-keys.ts';
import { ignoredShown, RowView } from './row.tsx';
import { useScrolling } from './scrolling.ts';

const openRows = computed(() => {
  const room = openRoom.value;
  const { outbox, newAfter, ignored } = model.value;
  return rowsOf({
    timeline: openTimeline.value,
    pending: outbox.filter((pending) => pending.room === room?.id),
    self: self.value,
    newAfter: newAfter.get(room?.id ?? 0),
    ignored: ignoredShown.value ? [] : ignored,
    dayOf,
  });
});

function beginningOf(room: Room): string {
  if (!isChannel(room)) return t.beginningWith(nameOf(room));
  // Without the setting, what was said before somebody joined is not for them.
  return room.settings?.history === undefined ? t.joinedHere(room.name) : t.beginning(room.name);
}

function Beginning({ room }: { room: Room }) {
  if (openTimeline.value.earlier || (!isLoaded.value && !isNew(room))) return null;
  return (
    <div class="beginning">
      <p>{beginningOf(room)}</p>
      {isChannel(room) && (
        <button type="button" class="quiet" onClick={() => (dialog.value = { kind: 'listeners' })}>
          {t.otherPrograms}
        </button>
      )}
    </div>
  );
}

/** "142 new since 09:14 ↑", if the line "New" is above the visible part. */
function NewAbove({ room, isAbove, onShow }: { room: Room; isAbove: boolean; onShow: () => void }) {
  const after = model.value.newAfter.get(room.id);
  if (after === undefined || !isAbove) return null;
  const news = openTimeline.value.items.filter(
    ({ kind, seq, from }) => kind === 'message' && seq > after && from.id !== self.value.id,
  );
  const isAll = !openTimeline.value.earlier || openTimeline.value.items.some(({ seq }) => seq <= after);
  const count = countText(isAll ? news.length : 100);
  if (news.length === 0) return null;
  return (
    <button type="button" class="chip new-above" onClick={onShow}>
      {isAll && news[0] ? t.newSince(count, clockTime(news[0].at)) : t.newCount(count)}
      <Icon name="up" />
    </button>
  );
}

function Below({ room, onShow }: { room: Room; onShow: () => void }) {
  if (atEnd.value) return null;
  return (
    <button type="button" class="chip below" onClick={onShow} aria-label={room.unread ? undefined : t.toNewest}>
      {room.unread > 0 && t.below(countText(room.unread))}
      <Icon name="down" />
    </button>
  );
}

/** The messages of the open room. The component is made anew for each room. */
export function Messages({ room }: { room: Room }) {
  const rows = openRows.value;
  const { scroller, isNewAbove, onScroll, toEnd, toNew } = useScrolling(room, rows);
  return (
    <div class="messages-frame">
      <div class="messages" ref={scroller} onScroll={onScroll}>
        <div
          class="list"
          role="list"
          aria-label={t.messages(nameOf(room))}
          onKeyDown={(event) => onListKey(event, room)}
        >
          <div role="listitem">
            <Beginning room={room} />
            {!isLoaded.value && !isNew(room) && <p class="loading">{t.loading}</p>}
          </div>
          {rows.map((row) => (
            <RowView key={row.key} row={row} roomId={room.id} />
          ))}
        </div>
        <FloatingTools room={room} scroller={scroller} />
      </div>
      <NewAbove room={room} isAbove={isNewAbove} onShow={toNew} />
      <Below room={room} onShow={toEnd} />
    </div>
  );
}
