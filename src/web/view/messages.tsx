import { computed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { shownFor } from '#web/browser/shown-for.ts';
import { atEnd } from '#web/browser/reading.ts';
import { dialog, endWanted, isLoaded, lit, model, openRoom, openTimeline, phase, self } from '#web/browser/store.ts';
import { loadEarlier, loadLater, loadNewest, showMessage, trim } from '#web/browser/windows.ts';
import { isNew } from '#web/model/model.ts';
import { rowsOf } from '#web/model/rows.ts';
import { countText, isChannel, nameOf } from '#web/model/rooms.ts';
import { clockTime, dayOf } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { FloatingTools } from './floating-tools.tsx';
import { Icon } from './icon.tsx';
import { onListKey } from './message-keys.ts';
import { ignoredShown, RowView } from './row.tsx';
import { ScrollPlace } from './scroll-place.ts';
import { onLongPress } from './long-press.ts';

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

/** More entries are loaded when the visible part is nearer to an end than this, in pixels. */
const near = 800;
/** The most entries of joins and leaves that are loaded to fill the list. */
const maxInFewRows = 1500;

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

/** The messages of the open room. */
export function Messages({ room }: { room: Room }) {
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<ScrollPlace>(undefined);
  const isNewAbove = useSignal(false);
  /** The place of the line "New" that was in sight: what led to it is not needed any more. */
  const lineSeen = useRef<number>(undefined);
  /** The highlighted message that was scrolled to, so that this is done once, and not for every new message. */
  const shown = useRef<number>(undefined);
  const rows = openRows.value;

  const look = (): void => {
    const now = place.current;
    if (!now) return;
    atEnd.value = now.isAtEnd && !openTimeline.peek().later;
    const isShown = rows.some(({ kind }) => kind === 'new');
    const after = model.peek().newAfter.get(room.id);
    const isAbove = !isShown || now.isAbove('new');
    if (!isAbove) lineSeen.current = after;
    isNewAbove.value = after !== undefined && isAbove && lineSeen.current !== after;
  };
  const onScroll = (): void => {
    if (!place.current) return;
    place.current.note();
    look();
    loadNear();
  };
  const loadNear = (): void => {
    const list = scroller.current;
    if (!list) return;
    if (list.scrollHeight - list.clientHeight < 2 * near) {
      // The list is near both ends: many joins and leaves are in few rows. Loading more would only drop the newest
      // entries, without end.
      if (openTimeline.peek().later) void loadLater(room);
      else if (openTimeline.peek().items.length < maxInFewRows) void loadEarlier(room);
      return;
    }
    if (list.scrollTop < near) void loadEarlier(room);
    if (list.scrollHeight - list.scrollTop - list.clientHeight < near) void loadLater(room);
  };
  const toEnd = async (): Promise<void> => {
    if (openTimeline.peek().later) await loadNewest(room);
    trim(room);
    place.current?.toEnd();
    look();
  };
  const toNew = (): void => {
    const after = model.peek().newAfter.get(room.id);
    if (place.current?.show('new') || after === undefined) look();
    else void showMessage(room, after + 1).then(() => place.current?.show('new'));
  };

  useLayoutEffect(() => {
    if (scroller.current) place.current = new ScrollPlace(scroller.current);
    atEnd.value = true;
  }, [room.id]);
  // Each login has its own phase: what was asked for while the connection was lost is asked for again.
  useEffect(() => {
    if (!isLoaded.peek()) void loadNewest(room);
  }, [room.id, isLoaded.value, phase.value]);
  useLayoutEffect(() => {
    const seq = lit.peek();
    const isToShow = seq !== undefined && seq !== shown.current;
    if (isToShow && place.current?.show(String(seq))) {
      shown.current = seq;
      setTimeout(() => (lit.value = undefined), shownFor.lit);
    } else place.current?.restore();
    if (seq === undefined) shown.current = undefined;
    look();
  }, [rows, lit.value, isLoaded.value]);
  useEffect(() => {
    if (endWanted.value > 0) void toEnd();
  }, [endWanted.value]);
  useEffect(() => {
    // If there is little to scroll, no scroll event requests more.
    if (isLoaded.peek()) loadNear();
  }, [rows]);
  useEffect(() => {
    const list = scroller.current;
    if (!list) return undefined;
    // The size changes when the composer grows, an on-screen keyboard opens, or text is laid out again.
    const observer = new ResizeObserver(() => place.current?.restore());
    observer.observe(list);
    const stop = onLongPress(list, room.id);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [room.id]);

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
      <NewAbove room={room} isAbove={isNewAbove.value} onShow={toNew} />
      <Below room={room} onShow={() => void toEnd()} />
    </div>
  );
}
