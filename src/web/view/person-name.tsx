import type { Member, User } from '#dialects/web/protocol.ts';
import { dialog, self } from '#web/browser/store.ts';
import { withheldText } from '#text/away-note.ts';
import { t } from '#web/words/texts.ts';

/** One of eight hues; each user keeps the same. */
export const hueOf = ({ id }: User): string => `hue-${Math.abs(id) % 8}`;

/** The operator at the command line: no guest, and nobody to write to. */
const isServer = ({ id }: User): boolean => id === 0;

/** A name in its hue. A click opens the dialog about the user. */
export function PersonName({ user, id }: { user: User; id?: string }) {
  const show = (): void => {
    dialog.value = { kind: 'person', name: user.name };
  };
  const by = id !== undefined && { id };
  if (isServer(user)) {
    return (
      <strong class={`speaker ${hueOf(user)}`} {...by}>
        {user.name}
      </strong>
    );
  }
  return (
    <button type="button" class={`person ${hueOf(user)}`} onClick={show} {...by}>
      {user.name}
    </button>
  );
}

/** A small mark for a present user. */
export function Dot({ person }: { person: Pick<Member, 'here' | 'away' | 'idle'> | undefined }) {
  const state = !person?.here ? '' : person.away ? 'gone-away' : person.idle ? 'idle' : 'here';
  return <span class={`dot ${state}`} aria-hidden="true" />;
}

/** That somebody is away, with the text it has left. */
export const awayWords = (text: string): string => (text === withheldText ? t.away : `${t.away}: ${text}`);

/** The state of a user in words. `person` undefined: nothing is known of the user. */
export function personState(person: Pick<Member, 'here' | 'away' | 'idle'> | undefined): string {
  if (!person?.here) return t.notHere;
  if (person.away) return awayWords(person.away);
  return person.idle ? t.idle : t.present;
}

/** Small notes about a user. */
export const personNote = (user: User): string =>
  [user.id === self.value.id && t.you, !user.account && !isServer(user) && t.guest].filter(Boolean).join(', ');
