import { useEffect } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { loadMembers } from '#web/browser/room-actions.ts';
import { dialog, drawer, openMembers, openRoom, phase, route } from '#web/browser/store.ts';
import { showMessage } from '#web/browser/windows.ts';
import { isChannel } from '#web/model/rooms.ts';
import { AllRooms } from './all-rooms.tsx';
import { Composer } from './composer.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { EmojiPicker } from './emoji-picker.tsx';
import { FirstRun, Over } from './first-run.tsx';
import { Inspector, TranslateDialog } from './inspector.tsx';
import { Members } from './members.tsx';
import { Menu } from './menu.tsx';
import { Messages } from './messages.tsx';
import { LiveRegion } from './live-region.tsx';
import { LinkBanner, VersionBanner } from './notices.tsx';
import { RoomHeader } from './room-header.tsx';
import { Search } from './search.tsx';
import { AccessDialog, MeDialog, RoomSettingsDrawer, ServerDialog } from './settings.tsx';
import { ListenersDialog, KeysHelp, PersonDialog, ReactionsDialog } from './seldom-dialogs.tsx';
import { Sidebar } from './sidebar.tsx';
import { DateDialog, RemoveDialog } from './small-dialogs.tsx';
import { Switcher } from './switcher.tsx';
import { Toasts } from './toasts.tsx';

function RoomView({ room }: { room: Room }) {
  const place = route.value;
  const message = place.kind === 'room' ? place.message : undefined;
  useEffect(() => {
    if (message !== undefined) void showMessage(room, message);
  }, [room.id, message]);
  const isKnown = openMembers.value !== undefined;
  useEffect(() => {
    // Members are needed for Tab completion and for the number of present users.
    if (!isKnown && isChannel(room)) loadMembers(room, 1000);
  }, [room.id, isKnown, phase.value]);
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
    case 'access':
      return <AccessDialog />;
    case 'server':
      return <ServerDialog />;
    case 'listeners':
      return <ListenersDialog />;
    case 'date':
      return <DateDialog />;
    case 'remove':
      return <RemoveDialog message={open.message} />;
    case 'reactions':
      return <ReactionsDialog message={open.message} />;
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
  // While the page logs in again, everything stays on the screen.
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
      {dialog.value === undefined && <Toasts />}
      {dialog.value === undefined && <LiveRegion />}
    </>
  );
}

let entered = false;

/** Whether the user has been logged in since the page was loaded. */
function hasEntered(): boolean {
  entered ||= phase.value.kind === 'in';
  return entered;
}
