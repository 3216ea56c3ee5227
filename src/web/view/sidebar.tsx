import { useEffect, useRef } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { connection } from '#web/browser/connection.ts';
import { draftRooms } from '#web/browser/drafts.ts';
import { invitedTo } from '#web/browser/invited.ts';
import { dialog, model, openRoom, roomList, route, self } from '#web/browser/store.ts';
import { callsOf, countText, isChannel, nameOf } from '#web/model/rooms.ts';
import { lostPlaces } from '#web/model/outbox.ts';
import { roomAddress } from '#web/model/route.ts';
import { t } from '#web/words/texts.ts';
import { Icon, IconButton } from './icon.tsx';
import { Dot, personState } from './person-name.tsx';
import { UnreadBelow } from './unread-below.tsx';

function classOf(room: Room): string {
  const isMuted = room.level === 'nothing';
  const states = [
    openRoom.value?.id === room.id && 'open',
    room.unread > 0 && !isMuted && 'unread',
    isMuted && 'muted-room',
    room.with && !room.with.here && 'absent',
  ];
  return ['room-link', ...states.filter(Boolean)].join(' ');
}

/** Something is written there and not sent. */
export const DraftMark = () => (
  <span class="draft" title={t.draft}>
    <Icon name="edit" />
  </span>
);

/** The badge of a room: `@2` for mentions, the number of private messages, otherwise that of unread messages. */
export function Count({ room }: { room: Room }) {
  const calls = callsOf(room);
  if (calls > 0 && room.level !== 'nothing') {
    return (
      <span class="count mentions">
        {room.with ? '' : '@'}
        {countText(calls)}
      </span>
    );
  }
  if (room.unread === 0 || room.level === 'nothing') return null;
  return <span class="count">{countText(room.unread)}</span>;
}

export function stateOf({ with: person, level }: Room, hasDraft: boolean): string {
  const states = [
    person && personState(person),
    level === 'nothing' && `${t.notifyFor}: ${t.levels.nothing}`,
    hasDraft && t.draft,
  ];
  return states.filter(Boolean).join(', ');
}

function RoomLink({ room }: { room: Room }) {
  const name = nameOf(room);
  const hasDraft = draftRooms.value.has(name) && openRoom.value?.id !== room.id;
  return (
    <li>
      <a
        class={classOf(room)}
        href={roomAddress(name)}
        aria-label={t.spoken.room(name, stateOf(room, hasDraft), countText(room.unread), countText(room.mentions))}
        {...(openRoom.value?.id === room.id && { 'aria-current': 'page' as const })}
      >
        {isChannel(room) ? (
          <span class="sign" aria-hidden="true">
            #
          </span>
        ) : (
          <Dot person={room.with} />
        )}
        <span class="room-name">{isChannel(room) ? name.slice(1) : name}</span> {hasDraft && <DraftMark />}
        <Count room={room} />
      </a>
    </li>
  );
}

function Group({ title, rooms, id }: { title: string; rooms: readonly Room[]; id: string }) {
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {rooms.map((room) => (
          <RoomLink key={room.id} room={room} />
        ))}
      </ul>
    </section>
  );
}

/** Channels to which the user is invited. */
function Invited() {
  if (invitedTo.value.length === 0) return null;
  return (
    <section aria-labelledby="invited">
      <h2 id="invited">{t.invitedRooms}</h2>
      <ul>
        {invitedTo.value.map(({ room, by }) => (
          <li key={room.id}>
            <a class="room-link" href={roomAddress(room.name)} title={t.invitesYou(by.name, room.name)}>
              <span class="sign" aria-hidden="true">
                #
              </span>
              <span class="room-name">{room.name.slice(1)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Rooms in which the user no longer is, and to which something was not sent. */
function Unsent() {
  const names = lostPlaces(model.value.outbox, model.value.rooms);
  if (names.length === 0) return null;
  return (
    <section aria-labelledby="unsent">
      <h2 id="unsent">{t.unsent}</h2>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a class="room-link" href={roomAddress(name)}>
              <span class="sign" aria-hidden="true">
                !
              </span>
              <span class="room-name">{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Me() {
  const isOpen = connection.state.value.kind === 'open';
  return (
    <button type="button" class="me" aria-haspopup="dialog" onClick={() => (dialog.value = { kind: 'me' })}>
      <span class={isOpen && model.value.away === '' ? 'dot here' : 'dot'} aria-hidden="true" />
      <span class="me-name">{self.value.name}</span>
      <span class="note">{model.value.away === '' ? !self.value.account && t.guest : t.away}</span>
      <span class="offscreen">, {t.spoken.yourSettings}</span>
    </button>
  );
}

const linkTo = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.room-link[href="${CSS.escape(roomAddress(name))}"]`);

/** The rooms and people of the user, in a fixed order. */
export function Sidebar() {
  const { channels, people } = roomList.value;
  const list = useRef<HTMLDivElement>(null);
  const left = useRef<string | undefined>(undefined);
  const place = route.value;
  useEffect(() => {
    // On a phone, the list takes the place of the room, and of what had the focus in it.
    if (place.kind === 'home' && left.current !== undefined) linkTo(left.current)?.focus();
    left.current = place.kind === 'room' ? place.name : undefined;
  }, [place]);
  return (
    <nav class="sidebar" aria-label={t.rooms}>
      <div class="sidebar-head">
        <button type="button" class="jump" onClick={() => (dialog.value = { kind: 'switcher' })}>
          <Icon name="search" />
          <span>{t.jump}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <IconButton icon="plus" label={t.browse} onClick={() => (dialog.value = { kind: 'rooms' })} />
      </div>
      <div class="sidebar-list">
        <div class="sidebar-rooms" ref={list}>
          <Group id="channels" title={t.rooms} rooms={channels} />
          <Group id="people" title={t.people} rooms={people} />
          <Invited />
          <Unsent />
        </div>
        <UnreadBelow list={list} rooms={roomList.value} />
      </div>
      <div class="sidebar-foot">
        <Me />
        <IconButton icon="plug" label={t.otherPrograms} onClick={() => (dialog.value = { kind: 'listeners' })} />
      </div>
    </nav>
  );
}
