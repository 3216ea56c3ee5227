import { copy } from '#web/browser/copy.ts';
import { t } from '#web/words/texts.ts';
import { texts } from './texts.ts';

/** A code, or an address with one. It is only shown once. */
export function FreshCode({ code }: { code: string }) {
  return (
    <div class="fresh-code" role="status">
      <p class="note">{texts.codeOnce}</p>
      <div class="paste-line">
        <code>{code}</code>
        <button type="button" class="quiet" onClick={() => void copy(code)}>
          {t.copy}
        </button>
      </div>
    </div>
  );
}
