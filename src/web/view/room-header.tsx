import type { Room } from '#dialects/web/protocol.ts';
import { closeDirect, leave, setLevel } from '#web/browser/actions.ts';
import { setTopic } from '#web/browser/governing.ts';
import { focusFirst } from '#web/browser/focus.ts';
import { markRead } from '#web/browser/reading.ts';
import { dialog, drawer, type Drawer, openMembers } from '#web/browser/store.ts';
import { isChannel, nameOf } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { signal } from '@preact/signals';
import { IconButton, type IconName } from './icon.tsx';
import { type MenuItem, showMenu } from './menu.tsx';
import { MarkedLine } from './marked-text.tsx';

export function toggleDrawer(which: Drawer): void {
  drawer.value = drawer.value === which ? 'none' : which;
}

const levels = ['all', 'mentions', 'nothing'] as const;

function menuOf(room: Room): readonly MenuItem[] {
  const last: MenuItem = isChannel(room)
    ? { label: t.leave, isDangerous: true, run: () => void leave(room) }
    : { label: t.hide, run: () => closeDirect(room) };
  const channel: MenuItem[] = isChannel(room)
    ? [{ label: t.roomSettings, icon: 'gear', run: () => toggleDrawer('settings') }]
    : [];
  return [
    { label: t.markRead, run: () => markRead(room) },
    { label: t.jumpToDate, icon: 'calendar', run: () => (dialog.value = { kind: 'date' }) },
    ...levels.map((level) => ({
      label: `${t.notifyFor}: ${t.levels[level]}`,
      checked: room.level === level,
      run: () => void setLevel(room, level),
    })),
    ...channel,
    last,
  ];
}

/** The room whose topic is being edited. */
const editing = signal<number | undefined>(undefined);

function TopicField({ room }: { room: Room }) {
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('topic');
    const isDone = await setTopic(room, String(text).trim());
    if (isDone && editing.peek() === room.id) editing.value = undefined;
  };
  return (
    <form
      class="topic-form"
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && (editing.value = undefined)}
    >
      <input
        name="topic"
        aria-label={t.topic}
        defaultValue={room.topic ?? ''}
        maxLength={512}
        autocomplete="off"
        ref={focusFirst}
      />
      <button type="submit" class="primary">
        {t.save}
      </button>
    </form>
  );
}

function Topic({ room }: { room: Room }) {
  if (!isChannel(room)) return <p class="topic">{personState(room)}</p>;
  if (editing.value === room.id) return <TopicField room={room} />;
  return (
    <p class="topic" title={room.topic}>
      {room.topic && <MarkedLine text={room.topic} />}
      <button type="button" class="quiet" onClick={() => (editing.value = room.id)}>
        {room.topic ? t.editTopic : t.addTopic}
      </button>
    </p>
  );
}

function personState({ with: person }: Room): string {
  if (!person?.here) return t.notHere;
  if (person.away) return `${t.away}: ${person.away}`;
  return person.idle ? t.idle : t.present;
}

function Toggle({ which, icon, label, keys }: { which: Drawer; icon: IconName; label: string; keys?: string }) {
  return (
    <IconButton
      icon={icon}
      label={label}
      pressed={drawer.value === which}
      onClick={() => toggleDrawer(which)}
      {...(keys !== undefined && { keys })}
    />
  );
}

export function RoomHeader({ room }: { room: Room }) {
  const here = openMembers.value?.filter((member) => member.here).length;
  const name = nameOf(room);
  return (
    <header class="room-header">
      <a class="icon-button back" href="#/" aria-label={t.backToRooms}>
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path d="M12 4l-6 6 6 6" />
        </svg>
      </a>
      <div class="room-title">
        <h1>{name}</h1>
        <Topic room={room} key={room.id} />
      </div>
      <div class="room-tools">
        {isChannel(room) && (
          <button
            type="button"
            class="members-button"
            aria-pressed={drawer.value === 'members'}
            title={t.members}
            onClick={() => toggleDrawer('members')}
          >
            {here === undefined ? t.members : t.here(here)}
          </button>
        )}
        <Toggle which="search" icon="search" label={t.search} keys="Ctrl F" />
        <Toggle which="inspector" icon="frames" label={t.inspector} keys="Alt I" />
        <IconButton
          icon="more"
          label={t.more}
          onClick={(event) =>
            event.currentTarget instanceof Element && showMenu(t.more, menuOf(room), event.currentTarget)
          }
        />
      </div>
    </header>
  );
}
