import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedRoom } from '#dialects/web/protocol.ts';
import { go, join } from '#web/browser/room-actions.ts';
import { connection } from '#web/browser/connection.ts';
import { errorText } from '#web/browser/error-text.ts';
import { phase } from '#web/browser/store.ts';
import { collator } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { closeDialog, DialogFrame } from './dialog-frame.tsx';
import { inlineText, parseInline } from '#web/words/inline.ts';

/** The number of rooms requested; the others are found by name. */
const most = 1000;

async function loadRooms(): Promise<readonly ListedRoom[]> {
  const rooms: ListedRoom[] = [];
  let after: number | undefined;
  do {
    const answer = await connection.request('rooms', after === undefined ? {} : { after });
    rooms.push(...answer.rooms);
    after = answer.next;
  } while (after !== undefined && rooms.length < most);
  return rooms.toSorted((a, b) => collator.compare(a.name, b.name));
}

const enter = (room: ListedRoom): void => {
  closeDialog();
  if (room.joined) go(room.name);
  else void join(room.name);
};

const RoomRow = ({ room }: { room: ListedRoom }) => (
  <li>
    <button type="button" class="option-row" onClick={() => enter(room)}>
      <strong>{room.name}</strong>
      <span class="note">
        {room.joined ? `${t.joined} · ` : ''}
        {t.here(room.here)}
      </span>
      {room.topic && <span class="option-topic">{inlineText(parseInline(room.topic))}</span>}
    </button>
  </li>
);

/** The channels that the user may see, or why they could not be loaded; neither while they are loaded for the first time. */
function useRooms() {
  const rooms = useSignal<readonly ListedRoom[] | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  // Each login has its own phase: without a connection, it is asked again when it is back.
  useEffect(() => {
    void loadRooms().then(
      (list) => {
        rooms.value = list;
        error.value = undefined;
      },
      (why: unknown) => (error.value = errorText(why)),
    );
  }, [phase.value]);
  return { rooms: rooms.value, error: error.value };
}

/** All channels that the user may see, to enter one or to create one. */
export function AllRooms() {
  const { rooms, error } = useRooms();
  const query = useSignal('');
  const wanted = query.value.replace(/^#?/, '#');
  const found = (rooms ?? []).filter(({ name }) => name.toLowerCase().includes(wanted.slice(1).toLowerCase()));
  const isThere = found.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const make = (event: Event): void => {
    event.preventDefault();
    const same = found.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    closeDialog();
    if (same?.joined) go(same.name);
    else if (wanted !== '#') void join(wanted);
  };
  return (
    <DialogFrame title={t.browse} class="all-rooms">
      <form onSubmit={make} class="line-form">
        <input
          type="search"
          data-first
          aria-label={t.filterRooms}
          placeholder={t.filterRooms}
          autocomplete="off"
          autocapitalize="off"
          onInput={(event) => (query.value = event.currentTarget.value.trim())}
        />
        {wanted !== '#' && !isThere && (
          <button type="submit" class="primary">
            {t.make(wanted)}
          </button>
        )}
      </form>
      {error !== undefined && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {rooms === undefined && error === undefined && <p class="note">{t.loading}</p>}
      {rooms !== undefined && found.length === 0 && <p class="note">{t.noRooms}</p>}
      <ul class="option-list">
        {found.map((room) => (
          <RoomRow key={room.id} room={room} />
        ))}
      </ul>
    </DialogFrame>
  );
}
