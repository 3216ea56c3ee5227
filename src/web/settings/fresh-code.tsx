import { copy } from '#web/browser/actions.ts';
import { say } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { texts } from './texts.ts';

/** A code, or an address with one. It is only shown once. */
export function FreshCode({ code }: { code: string }) {
  const onCopy = (): void => {
    copy(code);
    say(t.copied);
  };
  return (
    <div class="fresh-code" role="status">
      <p class="note">{texts.codeOnce}</p>
      <div class="paste-line">
        <code>{code}</code>
        <button type="button" class="quiet" onClick={onCopy}>
          {t.copy}
        </button>
      </div>
    </div>
  );
}
