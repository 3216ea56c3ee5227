import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member, Room } from '#dialects/web/protocol.ts';
import { loadMembers } from '#web/browser/room-actions.ts';
import * as rooms from '#web/browser/room-administration.ts';
import { dialog, openMembers, say } from '#web/browser/store.ts';
import { sorted } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { DrawerFrame } from './drawer-frame.tsx';
import { InviteLink } from './invite-link.tsx';
import { LineForm } from './line-form.tsx';
import { withheldText } from '#text/away-note.ts';
import { Dot, hueOf, personNote } from './person-name.tsx';

/** The most members in the document; in a larger room they are filtered by name. */
const maxShown = 300;

function MemberRow({ member }: { member: Member }) {
  const notes = [
    member.role !== 'member' && t[member.role],
    personNote(member),
    (member.away === withheldText ? t.away : member.away) ?? (member.here && member.idle && t.idle),
  ];
  return (
    <li>
      <button type="button" class="member" onClick={() => (dialog.value = { kind: 'person', name: member.name })}>
        <Dot person={member} />
        <span class={`member-name ${member.here ? hueOf(member) : 'absent'}`}>{member.name}</span>
        <span class="note">{notes.filter(Boolean).join(' · ')}</span>
      </button>
    </li>
  );
}

function Group({ title, members }: { title: string; members: readonly Member[] }) {
  if (members.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="plain-list">
        {members.slice(0, maxShown).map((member) => (
          <MemberRow key={member.id} member={member} />
        ))}
      </ul>
      {members.length > maxShown && <p class="note">{t.moreMembers(members.length - maxShown)}</p>}
    </section>
  );
}

function Invite({ room }: { room: Room }) {
  const invite = async (user: string): Promise<void> => {
    if (user === '') return;
    if (await rooms.invite(room, user)) say(t.nowInvited(user));
  };
  return (
    <section class="invite">
      <LineForm label={t.inviteName} button={t.invite} onSave={invite} />
      <InviteLink room={room} />
    </section>
  );
}

/** The members of the open channel. */
export function Members({ room }: { room: Room }) {
  const query = useSignal('');
  const isLoaded = openMembers.value !== undefined;
  useEffect(() => {
    if (!isLoaded) loadMembers(room);
  }, [room.id, isLoaded]);
  const wanted = query.value.toLowerCase();
  const members = sorted(openMembers.value ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  const here = members.filter((member) => member.here);
  const absent = members.filter((member) => !member.here);
  return (
    <DrawerFrame title={t.members}>
      <div class="drawer-body">
        <input
          type="search"
          aria-label={t.filterMembers}
          placeholder={t.filterMembers}
          onInput={(event) => (query.value = event.currentTarget.value)}
        />
        {!isLoaded && <p class="note">{t.loading}</p>}
        <Group title={t.hereCount(here.length)} members={here} />
        <Group title={t.awayCount(absent.length)} members={absent} />
        <Invite room={room} />
      </div>
    </DrawerFrame>
  );
}
