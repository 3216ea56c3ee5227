import { useSignal } from '@preact/signals';
import type { Exchanges, Invitation, Room } from '#dialects/web/protocol.ts';
import { attempt } from '#web/browser/attempt.ts';
import { nameOf } from '#web/model/rooms.ts';
import { shortTime } from '#web/words/time.ts';
import { InviteLink } from '#web/view/invite-link.tsx';
import { texts } from './texts.ts';

/** The valid invitation links of a room; without a room, those to register. */
export function InvitationLinks({ room }: { room?: Room }) {
  const list = useSignal<readonly Invitation[] | undefined>(undefined);
  const load = async (): Promise<void> => {
    const found: Invitation[] = [];
    let next: number | undefined = 0;
    do {
      const answer: Exchanges['invitations']['answer'] | undefined = await attempt('invitations', {
        ...(room && { room: nameOf(room) }),
        after: next,
      });
      if (!answer) return;
      found.push(...answer.invitations);
      ({ next } = answer);
    } while (next !== undefined);
    list.value = found;
  };
  const revoke = async (id: string): Promise<void> => {
    if (await attempt('revoke', { id })) await load();
  };
  return (
    <details class="mask-list" onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>{room ? texts.invitations : texts.accountInvitations}</summary>
      <ul class="plain-list">
        {(list.value ?? []).map(({ id, until, uses }) => (
          <li key={id} class="mask">
            <span>{texts.usesLeft(uses)}</span>
            <span class="note">{until > 0 ? texts.until(shortTime(until, Date.now())) : texts.forever}</span>
            <button type="button" class="quiet" onClick={() => void revoke(id)}>
              {texts.revoke}
            </button>
          </li>
        ))}
      </ul>
      <InviteLink room={room} onMade={() => void load()} />
    </details>
  );
}
