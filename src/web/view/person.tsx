import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListName, Member, Role, Room } from '#dialects/web/protocol.ts';
import { loadMembers, openDirectByName } from '#web/browser/room-actions.ts';
import { ignore } from '#web/browser/own-actions.ts';
import { model, openMembers, openRoom, openTimeline, self } from '#web/browser/store.ts';
import * as rooms from '#web/browser/room-administration.ts';
import { isChannel, isLobby } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { closeAfter, closeDialog } from './dialog-frame.tsx';
import { awayWords } from './person-name.tsx';

/** Finds a user by name: a member of the room, the user of a direct room, or the sender of a message. */
function find(name: string): { readonly id: number; readonly account: boolean; readonly member?: Member } | undefined {
  const is = (user: { name: string }): boolean => user.name.toLowerCase() === name.toLowerCase();
  const member = openMembers.value?.find(is);
  if (member) return { id: member.id, account: member.account, member };
  const direct = [...model.value.rooms.values()].find((room) => room.with && is(room.with))?.with;
  return direct ?? openTimeline.value.items.findLast(({ from }) => is(from))?.from;
}

const isDecider = (room: Room): boolean =>
  room.role === 'owner' || room.role === 'operator' || model.value.serverRole !== undefined;

const roles: readonly Role[] = ['member', 'voice', 'operator', 'owner'];

function Roles({ room, member }: { room: Room; member: Member }) {
  const isPossible = (role: Role): boolean => role !== 'owner' || !isLobby(room);
  return (
    <fieldset class="choices">
      <legend>{room.name}</legend>
      {roles.filter(isPossible).map((role) => (
        <label key={role}>
          <input
            type="radio"
            name="role"
            checked={role === member.role}
            onChange={() => void rooms.giveRole(room, member, role, member.role)}
          />{' '}
          {t[role]}
        </label>
      ))}
    </fieldset>
  );
}

function Deciding({ room, name, member }: { room: Room; name: string; member: Member | undefined }) {
  const reason = useSignal('');
  const seconds = useSignal(0);
  const why = (): string => reason.value.trim();
  const kick = (user: Member): Promise<void> => closeAfter(rooms.kick(room, user, why()));
  const list = (which: ListName): Promise<void> => {
    const more = { ...(why() !== '' && { reason: why() }), ...(seconds.value > 0 && { seconds: seconds.value }) };
    return closeAfter(rooms.list(room, which, name, more));
  };
  return (
    <>
      {member && <Roles room={room} member={member} />}
      <div class="line-form sanction">
        <label>
          {t.reason}
          <input
            name="reason"
            maxLength={200}
            autocomplete="off"
            onInput={(event) => (reason.value = event.currentTarget.value)}
          />
        </label>
        <label>
          {t.howLong}
          <select name="seconds" onChange={(event) => (seconds.value = Number(event.currentTarget.value))}>
            {Object.entries(t.durations).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="button-row">
        {member && (
          <button type="button" class="dangerous" onClick={() => void kick(member)}>
            {t.kick}
          </button>
        )}
        <button type="button" class="dangerous" onClick={() => void list('mute')}>
          {t.mute}
        </button>
        <button type="button" class="dangerous" onClick={() => void list('ban')}>
          {t.ban}
        </button>
      </div>
    </>
  );
}

function noteOf(person: ReturnType<typeof find>): string {
  const member = person?.member;
  const notes = [
    person && !person.account && t.guest,
    member && t[member.role],
    member && (member.here ? t.present : t.notHere),
    member?.here && member.idle && t.idle,
    member?.away && awayWords(member.away),
  ];
  return notes.filter(Boolean).join(' · ');
}

/** What is known of a user, and what can be done. */
export function Person({ name }: { name: string }) {
  const room = openRoom.value;
  useEffect(() => {
    if (room && isChannel(room) && !openMembers.peek()) loadMembers(room);
  }, [room?.id]);
  const person = find(name);
  const isSelf = name.toLowerCase() === self.value.name.toLowerCase();
  const isIgnored = model.value.ignored.some(({ id }) => id === person?.id);
  const write = (): void => {
    closeDialog();
    void openDirectByName(name);
  };
  return (
    <>
      <p class="note">{isSelf ? t.you : noteOf(person)}</p>
      {!isSelf && (
        <div class="button-row">
          <button type="button" class="primary" onClick={write}>
            {t.writeTo}
          </button>
          {person && (
            <button type="button" onClick={() => void ignore({ ...person, name }, !isIgnored)}>
              {isIgnored ? t.unignore : t.ignore}
            </button>
          )}
        </div>
      )}
      {room && isChannel(room) && isDecider(room) && !isSelf && (
        <Deciding room={room} name={name} member={person?.member} />
      )}
    </>
  );
}
