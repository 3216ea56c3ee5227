import { useEffect } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { join, openDirectByName } from '#web/browser/actions.ts';
import { dialog, drawer, openRoom, phase, route } from '#web/browser/store.ts';
import { showMessage } from '#web/browser/windows.ts';
import { isChannel } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { AllRooms } from './all-rooms.tsx';
import { Composer } from './composer.tsx';
import { EmojiPicker } from './emoji-picker.tsx';
import { FirstRun, Over } from './first-run.tsx';
import { Inspector, TranslateDialog } from './inspector.tsx';
import { KeysHelp } from './keys-help.tsx';
import { MeDialog } from './me-dialog.tsx';
import { Members } from './members.tsx';
import { Menu } from './menu.tsx';
import { Messages } from './messages.tsx';
import { LinkBanner, LiveRegion, Toasts, VersionBanner } from './notices.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { RoomHeader } from './room-header.tsx';
import { RoomSettingsDrawer } from './room-settings.tsx';
import { Search } from './search.tsx';
import { Sidebar } from './sidebar.tsx';
import { DateDialog, DoorsDialog, RemoveDialog } from './small-dialogs.tsx';
import { Switcher } from './switcher.tsx';

function RoomView({ room }: { room: Room }) {
  const place = route.value;
  const message = place.kind === 'room' ? place.message : undefined;
  useEffect(() => {
    if (message !== undefined) void showMessage(room, message);
  }, [room.id, message]);
  return (
    <main class="room">
      <RoomHeader room={room} />
      <LinkBanner />
      <Messages room={room} key={room.id} />
      <Composer room={room} key={`composer ${room.id}`} />
      <Menu />
    </main>
  );
}

/** A room the user is not in, or no room at all. */
function Elsewhere() {
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
      {name?.startsWith('#') ? (
        <div class="panel">
          <h1>{name}</h1>
          <p>{t.notIn(name)}</p>
          <button type="button" class="primary" onClick={() => void join(name)}>
            {t.joinIt(name)}
          </button>
        </div>
      ) : (
        <>
          <h1 class="offscreen">{t.appName}</h1>
          <p class="note">{t.noSuchPlace}</p>
        </>
      )}
    </main>
  );
}

function OpenDialog() {
  const open = dialog.value;
  switch (open?.kind) {
    case 'switcher':
      return <Switcher />;
    case 'keys':
      return <KeysHelp />;
    case 'rooms':
      return <AllRooms />;
    case 'me':
      return <MeDialog />;
    case 'doors':
      return <DoorsDialog />;
    case 'date':
      return <DateDialog />;
    case 'remove':
      return <RemoveDialog message={open.message} />;
    case 'person':
      return <PersonDialog name={open.name} key={open.name} />;
    case 'translate':
      return <TranslateDialog text={open.text} />;
    default:
      return null;
  }
}

function OpenDrawer({ room }: { room: Room | undefined }) {
  if (drawer.value === 'search') return <Search />;
  if (drawer.value === 'inspector') return <Inspector />;
  if (!room || !isChannel(room)) return null;
  if (drawer.value === 'members') return <Members room={room} key={room.id} />;
  return drawer.value === 'settings' ? <RoomSettingsDrawer room={room} key={room.id} /> : null;
}

/** The page. */
export function App() {
  if (phase.value.kind === 'over') return <Over />;
  // While it logs in again, everything stays on the screen.
  if (phase.value.kind === 'choosing' || !hasEntered()) return <FirstRun />;
  const room = openRoom.value;
  return (
    <>
      <VersionBanner />
      <div
        class={`shell ${route.value.kind === 'home' ? 'at-home' : 'in-room'} ${drawer.value === 'none' ? '' : 'with-drawer'}`}
      >
        <Sidebar />
        {room ? <RoomView room={room} /> : <Elsewhere />}
        <OpenDrawer room={room} />
      </div>
      <OpenDialog />
      <EmojiPicker />
      <Toasts />
      <LiveRegion />
    </>
  );
}

let entered = false;

/** Whether the user has been in since the page was loaded. */
function hasEntered(): boolean {
  entered ||= phase.value.kind === 'in';
  return entered;
}
