import type { Room } from '#dialects/web/protocol.ts';
import { self } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { DrawerFrame } from './drawer-frame.tsx';
import { onDemand } from './on-demand.tsx';

const load = () => import('#web/settings/settings.tsx');

const Me = onDemand(async () => (await load()).Me);
const RoomSettings = onDemand(async () => (await load()).RoomSettings);
const Access = onDemand(async () => (await load()).Access);
const Server = onDemand(async () => (await load()).Server);

/** Opens the settings of the user. */
export const MeDialog = () => (
  <DialogFrame title={self.value.name} class="me-dialog">
    <Me />
  </DialogFrame>
);

/** Opens the devices and bots of the account. */
export const AccessDialog = () => (
  <DialogFrame title={t.access} class="me-dialog">
    <Access />
  </DialogFrame>
);

export const ServerDialog = () => (
  <DialogFrame title={t.server} class="me-dialog">
    <Server />
  </DialogFrame>
);

export const RoomSettingsDrawer = ({ room }: { room: Room }) => (
  <DrawerFrame title={t.roomSettings}>
    <RoomSettings room={room} />
  </DrawerFrame>
);
