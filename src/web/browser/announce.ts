import { signal } from '@preact/signals';

/** A sentence for screen readers. Urgent: it is read at once, otherwise when the reader pauses. */
export interface Announcement {
  readonly nth: number;
  readonly text: string;
  readonly isUrgent: boolean;
  /** The time by the page's clock, in ms since 1970. */
  readonly at: number;
}

/** The last ones, which `LiveRegion` puts into the page. */
export const announcements = signal<readonly Announcement[]>([]);
const most = 20;
let count = 0;

export function announce(text: string, isUrgent = false): void {
  const next = { nth: ++count, text, isUrgent, at: performance.now() };
  announcements.value = [...announcements.peek().slice(1 - most), next];
}
