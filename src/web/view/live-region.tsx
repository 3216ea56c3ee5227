import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announcements } from '#web/browser/announce.ts';

/** What was announced this long before is read by a region that is new in the page, in ms. */
const fresh = 1500;
/** Screen readers notice what is added to a region, if they know the region: after this time, in ms. */
const known = 100;

/**
 * What screen readers read aloud: messages as they come, notices and errors. Each is added and read once. While a modal dialog is
 * open, the region is inside the dialog, because screen readers ignore everything outside it.
 */
export function LiveRegion() {
  const since = useSignal(Number.MAX_SAFE_INTEGER);
  useEffect(() => {
    const began = performance.now();
    const timer = setTimeout(() => {
      const all = announcements.peek();
      since.value = all.find(({ at }) => at >= began - fresh)?.nth ?? (all.at(-1)?.nth ?? 0) + 1;
    }, known);
    return () => clearTimeout(timer);
  }, []);
  const heard = announcements.value.filter(({ nth }) => nth >= since.value);
  const part = (isUrgent: boolean) =>
    heard.filter((each) => each.isUrgent === isUrgent).map(({ nth, text }) => <p key={nth}>{text}</p>);
  return (
    <div class="offscreen">
      <div role="log">{part(false)}</div>
      <div role="alert" aria-atomic="false">
        {part(true)}
      </div>
    </div>
  );
}
