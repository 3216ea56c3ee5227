import { useEffect } from 'preact/hooks';
import type { ListedListener } from '#dialects/web/protocol.ts';
import { copy } from '#web/browser/copy.ts';
import { listeners, loadListeners } from '#web/browser/dialects.ts';
import { t } from '#web/words/texts.ts';

function Summary({ listener }: { listener: ListedListener }) {
  const text = t.dialects[listener.dialect];
  return (
    <span class="note" lang={text === undefined ? 'en' : t.locale}>
      {text ?? listener.summary}
    </span>
  );
}

function ListenerRow({ listener }: { listener: ListedListener }) {
  return (
    <li class="listener">
      <strong>{listener.dialect}</strong> <Summary listener={listener} />
      <div class="paste-line">
        <code>{listener.join}</code>
        <button
          type="button"
          class="quiet"
          onClick={() => void copy(listener.join)}
          aria-label={`${t.copy}: ${listener.dialect}`}
        >
          {t.copy}
        </button>
      </div>
    </li>
  );
}

/** The listeners of the server, with a command to paste for each. */
export function Listeners() {
  useEffect(() => void loadListeners(), []);
  return (
    <>
      <p>{t.otherProgramsHint}</p>
      <ul class="listeners">
        {(listeners.value ?? []).map((listener) => (
          <ListenerRow key={listener.url} listener={listener} />
        ))}
      </ul>
    </>
  );
}
