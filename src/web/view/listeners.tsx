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

function ListenerRow({ listener, join }: { listener: ListedListener; join: string }) {
  return (
    <li class="listener">
      <strong>{listener.dialect}</strong> <Summary listener={listener} />
      <div class="paste-line">
        <code>{join}</code>
        <button
          type="button"
          class="quiet"
          onClick={() => void copy(join)}
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
  const rows = (listeners.value ?? []).flatMap((listener) => {
    const { url, join } = listener;
    return join === undefined ? [] : [<ListenerRow key={url} listener={listener} join={join} />];
  });
  return (
    <>
      <p>{t.otherProgramsHint}</p>
      {listeners.value?.some(({ join }) => join === undefined) && <p class="note">{t.othersOnItsMachine}</p>}
      <ul class="listeners">{rows}</ul>
    </>
  );
}
