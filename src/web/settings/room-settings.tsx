import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListName, Mask, Room } from '#dialects/web/protocol.ts';
import { refreshRoom } from '#web/browser/room-actions.ts';
import { attempt } from '#web/browser/attempt.ts';
import * as rooms from '#web/browser/room-administration.ts';
import { isLobby, nameOf } from '#web/model/rooms.ts';
import { model } from '#web/browser/store.ts';
import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { texts } from './texts.ts';
import { InvitationLinks } from './invitation-links.tsx';
import { SettingForm } from './setting-form.tsx';
import { Webhooks } from './webhooks.tsx';
import { LineForm } from '#web/view/line-form.tsx';

const switches = ['secret', 'invite-only', 'moderated', 'accounts-only', 'topic-locked', 'history'] as const;
const values = ['slow', 'limit', 'key'] as const;
/** What would keep people out of the lobby, where the server refuses it. */
const closing: ReadonlySet<string> = new Set(['secret', 'invite-only', 'limit', 'key']);

function Switch({ room, name, isLocked }: { room: Room; name: (typeof switches)[number]; isLocked: boolean }) {
  const on = name === 'history' ? 'all' : 'yes';
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={room.settings?.[name] !== undefined}
        disabled={isLocked}
        onChange={(event) => void rooms.setSetting(room, name, event.currentTarget.checked ? on : '')}
      />{' '}
      {texts.settings[name]}
    </label>
  );
}

function MaskRow({ mask, onTake }: { mask: Mask; onTake: (() => void) | undefined }) {
  const end = mask.until > 0 ? texts.until(shortTime(mask.until, Date.now())) : texts.forever;
  return (
    <li class="mask">
      <code>{mask.mask}</code>
      <span class="note">{[end, mask.by.name, mask.reason].filter(Boolean).join(' · ')}</span>
      {onTake && (
        <button type="button" class="quiet" onClick={onTake}>
          {texts.take}
        </button>
      )}
    </li>
  );
}

/** One list of the room: bans, mutes, exceptions or invitations. */
function MaskList({ room, list }: { room: Room; list: ListName }) {
  const masks = useSignal<readonly Mask[] | undefined>(undefined);
  const load = async (): Promise<void> => {
    const answer = await attempt('masks', { room: nameOf(room), list });
    if (answer) masks.value = answer.masks;
  };
  const add = async (mask: string): Promise<void> => {
    if (mask !== '' && (await rooms.list(room, list, mask))) await load();
  };
  const take = async (mask: string): Promise<void> => {
    if (await rooms.unlist(room, list, mask)) await load();
  };
  return (
    <details class="mask-list" onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>{t.lists[list]}</summary>
      {masks.value?.length === 0 && <p class="note">{texts.nothingListed}</p>}
      <ul class="plain-list">
        {(masks.value ?? []).map((mask) => (
          <MaskRow key={mask.mask} mask={mask} onTake={() => void take(mask.mask)} />
        ))}
      </ul>
      <LineForm label={texts.mask} button={texts.add} onSave={add} />
    </details>
  );
}

function Danger({ room }: { room: Room }) {
  const close = (): void => {
    if (confirm(texts.closeRoomAsk)) void rooms.closeRoom(room);
  };
  return (
    <button type="button" class="dangerous" onClick={close}>
      {texts.closeRoom}
    </button>
  );
}

const hiddenKey = 'yes';

/** The settings of a channel. Operators change them; other members see them. */
export function RoomSettings({ room }: { room: Room }) {
  // Of a key that somebody has set, the entry says only that there is one.
  const isKeyHidden = room.settings?.key === hiddenKey;
  useEffect(() => refreshRoom(room), [room.id, isKeyHidden]);
  const mayDecide = room.role === 'operator' || room.role === 'owner' || model.value.serverRole !== undefined;
  const isOffered = (name: string): boolean => !isLobby(room) || !closing.has(name);
  const rename = (name: string): Promise<boolean> => rooms.renameRoom(room, name.replace(/^#?/, '#'));
  return (
    <div class="drawer-body settings" tabIndex={0} role="region" aria-label={t.roomSettings}>
      {!mayDecide && <p class="note">{texts.readOnlySettings}</p>}
      {switches.filter(isOffered).map((name) => (
        <Switch key={name} room={room} name={name} isLocked={!mayDecide} />
      ))}
      {mayDecide && (
        <>
          {values.filter(isOffered).map((name) => (
            <SettingForm
              key={name}
              label={texts.settings[name]}
              value={room.settings?.[name] ?? ''}
              onSave={(value) => rooms.setSetting(room, name, value)}
            />
          ))}
          {(['ban', 'mute', 'exception', 'invitation'] as const).map((list) => (
            <MaskList key={list} room={room} list={list} />
          ))}
          <InvitationLinks room={room} />
          <Webhooks room={room} />
          {!isLobby(room) && (
            <>
              <SettingForm label={texts.roomName} value={room.name} onSave={rename} />
              <Danger room={room} />
            </>
          )}
        </>
      )}
    </div>
  );
}
