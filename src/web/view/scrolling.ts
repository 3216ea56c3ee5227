import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { atEnd } from '#web/browser/reading.ts';
import { shownFor } from '#web/browser/shown-for.ts';
import { endWanted, isLoaded, highlighted, model, openTimeline, phase } from '#web/browser/store.ts';
import { loadEarlier, loadLater, loadNewest, showMessage, trim } from '#web/browser/windows.ts';
import type { Row } from '#web/model/rows.ts';
import { onLongPress } from './long-press.ts';
import { ScrollPlace } from './scroll-place.ts';

type PlaceRef = RefObject<ScrollPlace | undefined>;

interface Scrolling {
  /** To be set to the element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The line "New" is above the visible part, and has not been in sight yet. */
  readonly isNewAbove: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  readonly toNew: () => void;
}

/** Scrolls the rows of a room, and loads more of it where they end. */
export function useScrolling(room: Room, rows: readonly Row[]): Scrolling {
  const { scroller, place } = usePlace(room);
  const { isNewAbove, look } = useLook(room, rows, place);
  const loadMore = (): void => {
    if (scroller.current) loadNear(scroller.current, room);
  };
  const onScroll = (): void => {
    if (!place.current) return;
    place.current.note();
    look();
    loadMore();
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

  // Each login has its own phase: what was asked for while the connection was lost is asked for again.
  useEffect(() => {
    if (!isLoaded.peek()) void loadNewest(room);
  }, [room.id, isLoaded.value, phase.value]);
  useRestoring(rows, place, look);
  useEffect(() => {
    if (endWanted.value > 0) void toEnd();
  }, [endWanted.value]);
  useEffect(() => {
    // If there is little to scroll, no scroll event requests more.
    if (isLoaded.peek()) loadMore();
  }, [rows]);
  return { scroller, isNewAbove, onScroll, toEnd: () => void toEnd(), toNew };
}

/** The element that scrolls, and its place, which is kept when its size changes. */
function usePlace(room: Room): { scroller: RefObject<HTMLDivElement | null>; place: PlaceRef } {
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<ScrollPlace | undefined>(undefined);
  useLayoutEffect(() => {
    if (scroller.current) place.current = new ScrollPlace(scroller.current);
    atEnd.value = true;
  }, [room.id]);
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
  return { scroller, place };
}

/** `look` notes what is visible: the newest message, and the line "New". */
function useLook(room: Room, rows: readonly Row[], place: PlaceRef): { isNewAbove: boolean; look: () => void } {
  const isNewAbove = useSignal(false);
  /** The place of the line "New" that was in sight: the button that leads to it is no longer shown. */
  const lineSeen = useRef<number>(undefined);
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
  return { isNewAbove: isNewAbove.value, look };
}

/** After each change of the rows, the place is as it was; a highlighted message is scrolled to. */
function useRestoring(rows: readonly Row[], place: PlaceRef, look: () => void): void {
  /** The highlighted message that was scrolled to, so that this is done once, and not for every new message. */
  const shown = useRef<number>(undefined);
  useLayoutEffect(() => {
    const seq = highlighted.peek();
    const isToShow = seq !== undefined && seq !== shown.current;
    if (isToShow && place.current?.show(String(seq))) {
      shown.current = seq;
      setTimeout(() => (highlighted.value = undefined), shownFor.lit);
    } else place.current?.restore();
    if (seq === undefined) shown.current = undefined;
    look();
  }, [rows, highlighted.value, isLoaded.value]);
}

/** More entries are loaded when the visible part is nearer to an end than this, in pixels. */
const near = 800;
/** The most entries of joins and leaves that are loaded to fill the list. */
const maxInFewRows = 1500;

function loadNear(list: HTMLElement, room: Room): void {
  if (list.scrollHeight - list.clientHeight < 2 * near) {
    // The list is near both ends: many joins and leaves are in few rows. Loading more would only drop the newest
    // entries, without end.
    if (openTimeline.peek().later) void loadLater(room);
    else if (openTimeline.peek().items.length < maxInFewRows) void loadEarlier(room);
    return;
  }
  if (list.scrollTop < near) void loadEarlier(room);
  if (list.scrollHeight - list.scrollTop - list.clientHeight < near) void loadLater(room);
}
