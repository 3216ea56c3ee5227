import type { Room } from '#dialects/web/protocol.ts';
import { copyInvitationLink } from '#web/browser/room-actions.ts';
import { self } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';

interface InviteLinkProps {
  /** Without a room, the link is to register. */
  readonly room?: Room | undefined;
  /** A link was made and copied. */
  readonly onMade?: () => void;
}

/** A button that makes an invitation link, if the user may. Guests may not, because the link would outlive the guest. */
export function InviteLink({ room, onMade }: InviteLinkProps) {
  if (!self.value.account) return <p class="note">{t.inviteLinkAccount}</p>;
  const make = async (): Promise<void> => {
    if (await copyInvitationLink(room)) onMade?.();
  };
  return (
    <>
      <button type="button" onClick={() => void make()}>
        {t.inviteLink}
      </button>{' '}
      <span class="note">{t.inviteLinkHint}</span>
    </>
  );
}
