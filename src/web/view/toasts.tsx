import { dismiss, toasts } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';

/**
 * Short notices. While a modal dialog is open they are inside it, because it covers everything else and takes all
 * clicks.
 */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ nth, text, isError }) => (
        <div key={nth} class={isError ? 'toast error' : 'toast'}>
          <span>{text}</span>
          <IconButton icon="close" label={t.close} onClick={() => dismiss(nth)} />
        </div>
      ))}
    </div>
  );
}
