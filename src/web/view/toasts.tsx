import { dismiss, toasts } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';

/**
 * Short notices. While a modal dialog is open they are inside it, because it covers everything else and takes all
 * clicks. Screen readers have them from `announce`.
 */
export function Toasts() {
  if (toasts.value.length === 0) return null;
  return (
    <div class="toasts" role="region" aria-label={t.spoken.notices}>
      {toasts.value.map(({ nth, text, isError }) => (
        <div key={nth} class={isError ? 'toast error' : 'toast'}>
          <span>{text}</span>
          <IconButton icon="close" label={t.close} onClick={() => dismiss(nth)} />
        </div>
      ))}
    </div>
  );
}
