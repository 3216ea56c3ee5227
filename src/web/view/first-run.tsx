import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { signIn } from '#web/browser/device.ts';
import type { FieldError } from '#web/browser/error-text.ts';
import { acceptInvitation, acceptToken } from '#web/browser/invitation.ts';
import { enter, resumeTab } from '#web/browser/session.ts';
import { proposedName } from '#web/browser/storage.ts';
import { phase, route } from '#web/browser/store.ts';
import { overText } from '#web/words/over-text.ts';
import { t } from '#web/words/texts.ts';

const fieldOf = (form: HTMLFormElement, name: string): string => String(new FormData(form).get(name) ?? '').trim();

interface Purpose {
  readonly text: string;
  readonly button: string;
  readonly needsPassword: boolean;
  /** The password is a new one. */
  readonly isNew: boolean;
}

/**
 * The form of the first screen, by the page's address: an invitation, the owner's account, a new password, or a name.
 */
function purpose(): Purpose {
  switch (route.value.kind) {
    case 'owner':
      return { text: t.ownerWelcome, button: t.ownerCreate, needsPassword: true, isNew: true };
    case 'reset':
      return { text: t.resetWelcome, button: t.resetDo, needsPassword: true, isNew: true };
    case 'invite':
      return { text: t.invitedTo, button: t.enter, needsPassword: false, isNew: true };
    default:
      return { text: t.welcome, button: t.enter, needsPassword: false, isNew: false };
  }
}

interface FieldsProps extends Purpose {
  readonly wrong: FieldError['field'] | undefined;
}

function Fields({ needsPassword, isNew, wrong }: FieldsProps) {
  const invalid = (field: FieldError['field'], ...hints: readonly string[]) => ({
    'aria-invalid': wrong === field,
    'aria-describedby': [wrong === field && 'error', ...hints].filter(Boolean).join(' ') || undefined,
  });
  return (
    <>
      <div class="field">
        <label for="name">{t.name}</label>
        <input
          id="name"
          name="name"
          required
          maxLength={64}
          autocomplete="username"
          autocapitalize="off"
          spellcheck={false}
          defaultValue={proposedName()}
          {...invalid('name')}
        />
      </div>
      <div class="field">
        <label for="password">{t.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          required={needsPassword}
          maxLength={128}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          {...invalid('password', 'password-hint')}
        />
        {!needsPassword && (
          <span class="note" id="password-hint">
            {isNew ? t.newPasswordHint : t.passwordHint}
          </span>
        )}
      </div>
      <label class="check">
        <input type="checkbox" name="keep" defaultChecked /> {t.keepSignedIn}
      </label>
    </>
  );
}

/** The first screen, which asks for a name. */
export function FirstRun() {
  const isAsking = useSignal(false);
  const isBusy = isAsking.value || phase.value.kind === 'entering';
  const error = useSignal<FieldError | undefined>(undefined);
  const why = purpose();
  useEffect(() => document.querySelector<HTMLInputElement>('.first-run input')?.focus(), []);
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const name = fieldOf(event.currentTarget, 'name');
    const password = fieldOf(event.currentTarget, 'password');
    const keep = fieldOf(event.currentTarget, 'keep') === 'on';
    const place = route.value;
    error.value = undefined;
    isAsking.value = true;
    if (place.kind === 'owner' || place.kind === 'reset') {
      error.value = await acceptToken(place.kind, place.token, { name, password, keep });
    } else if (place.kind === 'invite') error.value = await acceptInvitation(place.token, { name, password, keep });
    else if (password === '') enter({ name });
    else error.value = await signIn(name, password, keep);
    isAsking.value = false;
  };
  const said = error.value ?? (phase.value.kind === 'choosing' ? phase.value.error : undefined);
  useEffect(() => {
    if (said) document.getElementById(said.field)?.focus();
  }, [said]);
  return (
    <main class="first-run">
      <form class="panel" onSubmit={submit}>
        <h1>{t.appName}</h1>
        <p>{why.text}</p>
        {said !== undefined && (
          <p class="error" role="alert" id="error">
            {said.text}
          </p>
        )}
        <Fields {...why} wrong={said?.field} />
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? t.entering : why.button}
        </button>
        {!why.needsPassword && <p class="note">{t.guestHint}</p>}
      </form>
    </main>
  );
}

/** The screen after the end of a session, with the reason and a button to log in again. */
export function Over() {
  if (phase.value.kind !== 'over') return null;
  const { why } = phase.value;
  return (
    <main class="first-run">
      <div class="panel">
        <h1>{t.appName}</h1>
        <p>{overText(phase.value)}</p>
        {why === 'moved' ? (
          <button type="button" class="primary" onClick={resumeTab}>
            {t.useHere}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => (phase.value = { kind: 'choosing' })}>
            {t.backToStart}
          </button>
        )}
      </div>
    </main>
  );
}
