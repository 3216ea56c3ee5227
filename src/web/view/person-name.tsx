import type { Member, User } from '#dialects/web/protocol.ts';
import { dialog, self } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';

/** One of eight hues, always the same for a user. */
export const hueOf = ({ id }: User): string => `hue-${Math.abs(id) % 8}`;

/** A name in its hue; choosing it shows the person. */
export function PersonName({ user }: { user: User }) {
  const show = (): void => {
    dialog.value = { kind: 'person', name: user.name };
  };
  return (
    <button type="button" class={`person ${hueOf(user)}`} onClick={show}>
      {user.name}
    </button>
  );
}

/** Whether somebody is here, as a small mark. */
export function Dot({ person }: { person: Pick<Member, 'here' | 'away' | 'idle'> | undefined }) {
  const state = !person?.here ? '' : person.away ? 'gone-away' : person.idle ? 'idle' : 'here';
  return <span class={`dot ${state}`} aria-hidden="true" />;
}

/** What else is to be said of a user, small. */
export const personNote = (user: User): string =>
  [user.id === self.value.id && t.you, !user.account && t.guest].filter(Boolean).join(', ');
