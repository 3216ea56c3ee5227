import type { Room } from '#dialects/web/protocol.ts';
import { closeDirect, leave, setLevel } from '#web/browser/room-actions.ts';
import { setTopic } from '#web/browser/room-administration.ts';
import { focusFirst } from '#web/browser/focus.ts';
import { markRead } from '#web/browser/reading.ts';
import { dialog, drawer, type Drawer, openMembers } from '#web/browser/store.ts';
import { isChannel, nameOf } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, IconButton, type IconButtonProps } from './icon.tsx';
import { type MenuItem, showMenu } from './menu.tsx';
import { MarkedLine } from './marked-text.tsx';
import { personState } from './person-name.tsx';

function toggleDrawer(which: Drawer): void {
  drawer.value = drawer.value === which ? 'none' : which;
}

const levels = ['all', 'mentions', 'nothing'] as const;

function menuOf(room: Room): readonly MenuItem[] {
  const last: MenuItem = isChannel(room)
    ? { label: t.leave, isDangerous: true, run: () => void leave(room) }
    : { label: t.hide, run: () => closeDirect(room) };
  const channel: MenuItem[] = isChannel(room)
    ? [
        { label: room.topic ? t.editTopic : t.addTopic, icon: 'edit', run: () => (editing.value = room.id) },
        { label: t.roomSettings, icon: 'gear', run: () => toggleDrawer('settings') },
      ]
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
    { label: t.inspector, icon: 'frames', run: () => toggleDrawer('inspector') },
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

/** One line of the topic, or all of it. */
function TopicText({ text }: { text: string }) {
  const line = useRef<HTMLSpanElement>(null);
  const isLong = useSignal(false);
  const isWhole = useSignal(false);
  useLayoutEffect(() => {
    const { current } = line;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => {
      if (!isWhole.peek()) isLong.value = current.scrollWidth > current.clientWidth;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [text]);
  return (
    <>
      <span class={isWhole.value ? 'topic-text whole' : 'topic-text'} ref={line}>
        <MarkedLine text={text} />
      </span>
      {isLong.value && (
        <button
          type="button"
          class="icon-button topic-more"
          aria-label={t.wholeTopic}
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          <Icon name={isWhole.value ? 'up' : 'down'} />
        </button>
      )}
    </>
  );
}

function Topic({ room }: { room: Room }) {
  if (!isChannel(room)) return <p class="topic">{personState(room.with)}</p>;
  if (editing.value === room.id) return <TopicField room={room} />;
  return (
    <div class="topic">
      {room.topic ? (
        <TopicText text={room.topic} />
      ) : (
        <button type="button" class="quiet" onClick={() => (editing.value = room.id)}>
          {t.addTopic}
        </button>
      )}
    </div>
  );
}

interface ToggleProps extends Pick<IconButtonProps, 'icon' | 'label' | 'keys' | 'class'> {
  readonly which: Drawer;
}

const Toggle = ({ which, ...button }: ToggleProps) => (
  <IconButton {...button} pressed={drawer.value === which} onClick={() => toggleDrawer(which)} />
);

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
            {...(here !== undefined && { 'aria-label': t.spoken.members(t.here(here)) })}
            onClick={() => toggleDrawer('members')}
          >
            {here === undefined ? t.members : t.here(here)}
          </button>
        )}
        <Toggle which="search" icon="search" label={t.search} keys="Ctrl F" />
        <Toggle which="inspector" icon="frames" label={t.inspector} keys="Alt I" class="inspector-button" />
        <IconButton
          icon="more"
          menu
          label={t.more}
          onClick={(event) =>
            event.currentTarget instanceof Element && showMenu(t.spoken.roomMenu, menuOf(room), event.currentTarget)
          }
        />
      </div>
    </header>
  );
}
