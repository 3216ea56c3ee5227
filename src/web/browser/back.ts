/** As in `widths.css`: the drawer is the whole view. */
const isPhone = (): boolean => matchMedia('(max-width: 640px)').matches;

/** Something that lies over the room. */
interface Cover {
  readonly close: () => void;
  readonly isOver: () => boolean;
}

/** What lies over the room, the last one on top. */
const covers: Cover[] = [];

/** Back closes it from now on; returns how to end that. `onPhone`: only on a phone does it lie over the room. */
export function closedByBack(close: () => void, onPhone = false): () => void {
  const cover = { close, isOver: () => !onPhone || isPhone() };
  covers.push(cover);
  return () => void covers.splice(covers.indexOf(cover), 1);
}

/** What the event of the Navigation API has, which TypeScript does not know everywhere yet. */
interface Traversal extends Event {
  readonly navigationType: string;
  readonly destination: { readonly index: number };
}

interface History extends EventTarget {
  readonly currentEntry: { readonly index: number } | null;
}

const isHistory = (value: unknown): value is History => value instanceof EventTarget && 'currentEntry' in value;
const isTraversal = (event: Event): event is Traversal =>
  'navigationType' in event && event.navigationType === 'traverse';

/**
 * Back closes what lies over the room, as people expect on a phone, and leads to the room before once nothing does. In browsers
 * that cannot tell, it leads there at once.
 */
export function beginBack(): void {
  const history: unknown = Reflect.get(globalThis, 'navigation');
  if (!isHistory(history)) return;
  history.addEventListener('navigate', (event) => {
    if (!isTraversal(event)) return;
    const top = covers.findLast(({ isOver }) => isOver());
    if (!top) return;
    if (event.destination.index < (history.currentEntry?.index ?? 0)) event.preventDefault();
    top.close();
  });
}
