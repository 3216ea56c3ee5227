import type { ComponentChildren } from 'preact';
import { attempt } from '#web/browser/attempt.ts';
import { ignore, rename, setAway } from '#web/browser/own-actions.ts';
import { canNotify, notifying, setNotifying } from '#web/browser/notifications.ts';
import { becameAccount, logOut } from '#web/browser/session.ts';
import { keepLanguage, keptLanguage } from '#web/browser/storage.ts';
import { dialog, model, say, self, theme } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { closeDialog } from '#web/view/dialog-frame.tsx';
import { Choice, LineForm } from '#web/view/line-form.tsx';

async function register(password: string): Promise<void> {
  if (!(await attempt('register', { password }))) return;
  await becameAccount(password);
  say(t.registerHint);
}

function Account() {
  if (self.value.account) return null;
  return (
    <>
      <LineForm label={t.rename} button={t.save} value={self.value.name} onSave={rename} />
      <LineForm label={t.register} button={t.save} type="password" hint={t.registerHint} onSave={register} />
    </>
  );
}

function Notifications() {
  if (!canNotify) return <p class="note">{t.cannotNotify}</p>;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={notifying.value}
        onChange={(event) => void setNotifying(event.currentTarget.checked)}
      />{' '}
      {t.notifyOn}
    </label>
  );
}

const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section>
    <h3>{title}</h3>
    {children}
  </section>
);

function Ignored() {
  const { ignored } = model.value;
  if (ignored.length === 0) return null;
  return (
    <Section title={t.ignoredPeople}>
      <ul class="plain-list">
        {ignored.map((user) => (
          <li key={user.id}>
            {user.name}{' '}
            <button type="button" class="quiet" onClick={() => void ignore(user, false)}>
              {t.unignore}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const themes = ['system', 'light', 'dark'] as const;
const languages = ['system', 'en', 'de'] as const;

const leave = (): void => {
  closeDialog();
  void logOut();
};

const Buttons = () => (
  <div class="button-row">
    {self.value.account && (
      <button type="button" onClick={() => (dialog.value = { kind: 'access' })}>
        {t.access}
      </button>
    )}
    {model.value.serverRole && (
      <button type="button" onClick={() => (dialog.value = { kind: 'server' })}>
        {t.server}
      </button>
    )}
    <button type="button" onClick={() => (dialog.value = { kind: 'keys' })}>
      {t.keys}
    </button>
    <button type="button" class="dangerous" onClick={leave}>
      {t.logOut}
    </button>
  </div>
);

/** The dialog "Me": the user's name, password and notifications. */
export function Me() {
  const language = keptLanguage();
  return (
    <>
      <LineForm label={t.awayText} button={t.save} value={model.value.away} onSave={setAway} />
      {model.value.away !== '' && (
        <button type="button" onClick={() => void setAway('')}>
          {t.imBack}
        </button>
      )}
      <Account />
      <Choice
        legend={t.theme}
        values={themes.map((name) => [name, t.themes[name]])}
        value={theme.value}
        onChoose={(value) => (theme.value = value)}
      />
      <Choice
        legend={t.language}
        values={languages.map((name) => [name, t.languages[name]])}
        value={language}
        onChoose={(value) => {
          keepLanguage(value);
          location.reload();
        }}
      />
      <Section title={t.notifications}>
        <Notifications />
      </Section>
      <Ignored />
      <Buttons />
      <p class="note">{t.version(model.value.server?.version ?? '')}</p>
    </>
  );
}
