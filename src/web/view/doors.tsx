import { useEffect } from 'preact/hooks';
import type { Door } from '#dialects/web/protocol.ts';
import { copy } from '#web/browser/copy.ts';
import { doors, loadDoors } from '#web/browser/dialects.ts';
import { t } from '#web/words/texts.ts';

function DoorSummary({ door }: { door: Door }) {
  const text = t.dialects[door.dialect];
  return (
    <span class="note" lang={text === undefined ? 'en' : t.locale}>
      {text ?? door.summary}
    </span>
  );
}

function DoorRow({ door }: { door: Door }) {
  return (
    <li class="door">
      <strong>{door.dialect}</strong> <DoorSummary door={door} />
      <div class="paste-line">
        <code>{door.join}</code>
        <button
          type="button"
          class="quiet"
          onClick={() => void copy(door.join)}
          aria-label={`${t.copy}: ${door.dialect}`}
        >
          {t.copy}
        </button>
      </div>
    </li>
  );
}

/** The listeners of the server, with a command to paste for each. */
export function Doors() {
  useEffect(() => void loadDoors(), []);
  return (
    <>
      <p>{t.doorsHint}</p>
      <ul class="doors">
        {(doors.value ?? []).map((door) => (
          <DoorRow key={door.url} door={door} />
        ))}
      </ul>
    </>
  );
}
