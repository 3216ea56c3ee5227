import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Seen } from './frame.ts';
import { texts } from './texts.ts';

const rowHeight = 20;
/** Rows rendered above and below the visible ones, so that scrolling shows no gap. */
const spare = 10;

/** The time since the previous frame: 0.3 ms, 12 ms, 4.2 s. */
function sinceText(ms: number): string {
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

interface RowProps {
  readonly seen: Seen;
  readonly before: Seen | undefined;
  readonly isChosen: boolean;
  readonly top: number;
}

function FrameRow({ seen, before, isChosen, top }: RowProps) {
  const isOurs = seen.from === 'client';
  return (
    <div
      class={`frame-row ${seen.from}`}
      role="option"
      id={`frame-${seen.nth}`}
      aria-selected={isChosen}
      data-nth={seen.nth}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span class="since">{before ? sinceText(seen.at - before.at) : ''}</span>
      <span aria-label={isOurs ? texts.fromYou : texts.fromServer}>{isOurs ? '▲' : '▼'}</span>
      <span class="size">
        <span aria-hidden="true">{seen.size}</span>
        <span class="offscreen">{texts.bytes(seen.size)}</span>
      </span>
      <span class="title">{seen.title}</span>
    </div>
  );
}

export interface FrameListProps {
  readonly list: readonly Seen[];
  readonly chosen: number | undefined;
  /** What is said where there are none. */
  readonly empty: string;
  readonly onChoose: (nth: number) => void;
}

/** The scroll position and height of the list. While it is at the newest frame, it stays there. */
function useScroll(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(400);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => (height.value = element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [count, height.value]);

  const onScroll = (): void => {
    const element = box.current;
    if (!element) return;
    top.value = element.scrollTop;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight * 2;
  };
  return { box, top: top.value, height: height.value, isAtEnd, onScroll };
}

/** Scrolls no further than is needed for a row to be visible. */
function show(box: HTMLElement, nthRow: number): void {
  const place = nthRow * rowHeight;
  if (place < box.scrollTop) box.scrollTop = place;
  if (place + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = place + rowHeight - box.clientHeight;
}

/** The row that a key leads to; undefined for another key. */
function rowAfterKey(key: string, now: number, { count, page }: { count: number; page: number }): number | undefined {
  const from = now < 0 ? count : now;
  const to: Readonly<Record<string, number>> = {
    ArrowUp: from - 1,
    ArrowDown: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: count,
  };
  return to[key];
}

/**
 * A list of frames, the newest at the bottom. Only visible ones are in the document, because there may be ten thousand.
 */
export function FrameList({ list, chosen, empty, onChoose }: FrameListProps) {
  const { box, top, height, isAtEnd, onScroll } = useScroll(list.length);
  const choose = (at: number): void => {
    const seen = list[Math.max(0, Math.min(at, list.length - 1))];
    if (!seen) return;
    isAtEnd.current = false;
    onChoose(seen.nth);
    if (box.current) show(box.current, list.indexOf(seen));
  };
  const onKey = (event: KeyboardEvent): void => {
    const now = list.findIndex(({ nth }) => nth === chosen);
    const next = rowAfterKey(event.key, now, { count: list.length, page: Math.floor(height / rowHeight) });
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  const onClick = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-nth]') : null;
    if (row) onChoose(Number(row.dataset['nth']));
  };

  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const shown = list.slice(first, first + Math.ceil(height / rowHeight) + 2 * spare);
  return (
    <div
      class="frame-list"
      ref={box}
      role="listbox"
      tabIndex={0}
      data-first
      aria-label={texts.frames(list.length)}
      {...(chosen !== undefined &&
        shown.some(({ nth }) => nth === chosen) && { 'aria-activedescendant': `frame-${chosen}` })}
      onScroll={onScroll}
      onKeyDown={onKey}
      onClick={onClick}
    >
      {list.length === 0 && <p class="note">{empty}</p>}
      <div role="presentation" style={{ height: `${list.length * rowHeight}px` }}>
        {shown.map((seen, at) => (
          <FrameRow
            key={seen.nth}
            seen={seen}
            before={list[first + at - 1]}
            isChosen={seen.nth === chosen}
            top={(first + at) * rowHeight}
          />
        ))}
      </div>
    </div>
  );
}
