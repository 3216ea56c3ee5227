import { dialog, drawer } from './store.ts';

/** As in `widths.css`: the drawer is the whole view. */
const isPhone = (): boolean => matchMedia('(max-width: 640px)').matches;

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
    const covers = dialog.peek() !== undefined || (drawer.peek() !== 'none' && isPhone());
    if (!covers) return;
    if (event.destination.index < (history.currentEntry?.index ?? 0)) event.preventDefault();
    if (dialog.peek() !== undefined) dialog.value = undefined;
    else drawer.value = 'none';
  });
}
