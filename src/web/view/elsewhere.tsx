import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Admission, enterRoom, openDirectByName } from '#web/browser/room-actions.ts';
import { removedFrom } from '#web/browser/removed.ts';
import { isEntering } from '#web/browser/rejoin.ts';
import { RequestError } from '#web/browser/request-error.ts';
import { errorText } from '#web/browser/error-text.ts';
import { model, route } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { LineForm } from './line-form.tsx';
import { LinkBanner } from './notices.tsx';
import { PendingRow } from './row.tsx';

/** Refusals after which a key or a code helps. */
const locked = new Set(['wrong-key', 'invite-only', 'token-invalid', 'accounts-only']);

/** A channel of which the user is not a member, with the means to enter it. */
function RoomToJoin({ name, code }: { name: string; code: string | undefined }) {
  const out = removedFrom.value.get(name.toLowerCase());
  const error = useSignal<string | undefined>(undefined);
  const needsKey = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The field that had the focus is gone with the room.
    if (document.activeElement === document.body) button.current?.focus();
  }, [out]);
  const enter = async (how: Admission): Promise<void> => {
    error.value = undefined;
    try {
      await enterRoom(name, how);
    } catch (why) {
      needsKey.value ||= why instanceof RequestError && locked.has(why.code);
      error.value = errorText(why);
    }
  };
  return (
    <div class="panel">
      <h1>{name}</h1>
      <p>{out?.text ?? (code === undefined ? t.notIn(name) : t.invitedTo)}</p>
      {error.value !== undefined && (
        <p class="error" role="alert">
          {error.value}
        </p>
      )}
      <button type="button" class="primary" ref={button} onClick={() => void enter(code === undefined ? {} : { code })}>
        {out?.isClosed ? t.make(name) : t.joinIt(name)}
      </button>
      {needsKey.value && <LineForm label={t.keyOrCode} button={t.joinIt(name)} onSave={(key) => enter({ key })} />}
    </div>
  );
}

/** What the user has written there, and what was not sent. */
function Unsent({ name }: { name: string }) {
  const unsent = model.value.outbox.filter(({ to }) => to.toLowerCase() === name.toLowerCase());
  if (unsent.length === 0) return null;
  return (
    <div class="unsent" role="list" aria-label={t.unsent}>
      {unsent.map((pending) => (
        <PendingRow key={pending.once} pending={pending} first />
      ))}
    </div>
  );
}

/** A room of which the user is not a member, or no room. */
export function Elsewhere() {
  const place = route.value;
  const name = place.kind === 'room' ? place.name : undefined;
  useEffect(() => {
    if (name !== undefined && !name.startsWith('#')) void openDirectByName(name);
  }, [name]);
  return (
    <main class="room elsewhere">
      <LinkBanner />
      <a class="icon-button back" href="#/">
        {t.backToRooms}
      </a>
      {name !== undefined && isEntering(name) ? (
        <p class="note">{t.loading}</p>
      ) : place.kind === 'room' && place.name.startsWith('#') ? (
        <RoomToJoin key={place.name} name={place.name} code={place.code} />
      ) : (
        <>
          <h1 class="offscreen">{t.appName}</h1>
          <p class="note">{t.noSuchPlace}</p>
        </>
      )}
      {name !== undefined && <Unsent name={name} />}
    </main>
  );
}
