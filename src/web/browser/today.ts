import { signal } from '@preact/signals';
import { dayOf } from '#web/words/time.ts';

/** The present day of the reader, for what says "today": a page may stay open over midnight. */
export const today = signal(dayOf(Date.now()));

const look = (): void => {
  today.value = dayOf(Date.now());
};
setInterval(look, 30_000);
document.addEventListener('visibilitychange', look);
