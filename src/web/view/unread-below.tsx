import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { openRoom } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { Icon } from './icon.tsx';

/** The first unread room that is below the visible part of the list. */
function unreadBelow(list: HTMLElement): Element | undefined {
  const edge = list.getBoundingClientRect().bottom;
  // Half of a name in sight is enough.
  return [...list.querySelectorAll('.room-link.unread')].find((link) => {
    const { top, bottom } = link.getBoundingClientRect();
    return (top + bottom) / 2 > edge;
  });
}

interface UnreadBelowProps {
  readonly list: RefObject<HTMLDivElement | null>;
  /** Another value whenever the list is drawn anew. */
  readonly rooms: object;
}

/** A button at the lower edge of a long list of rooms, while an unread one is out of sight. */
export function UnreadBelow({ list, rooms }: UnreadBelowProps) {
  const isThere = useSignal(false);
  const look = (): void => {
    isThere.value = list.current !== null && unreadBelow(list.current) !== undefined;
  };
  // Runs after the list was drawn, so that it does not force a layout.
  useEffect(look, [rooms]);
  useEffect(() => {
    const scroller = list.current;
    if (!scroller) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, []);
  useEffect(() => {
    list.current?.querySelector('.room-link.open')?.scrollIntoView({ block: 'nearest' });
  }, [openRoom.value?.id]);
  const show = (): void => {
    if (list.current) unreadBelow(list.current)?.scrollIntoView({ block: 'center' });
  };
  if (!isThere.value) return null;
  return (
    <button type="button" class="chip unread-below" onClick={show}>
      <span>{t.unreadBelow}</span>
      <Icon name="down" />
    </button>
  );
}
