import { useSignal } from '@preact/signals';
import type { AuditRow } from '#dialects/web/protocol.ts';
import { attemptApi } from '#web/browser/api.ts';
import { model, say } from '#web/browser/store.ts';
import { fullTime, shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { LineForm } from '#web/view/line-form.tsx';
import { FromApi } from './from-api.tsx';
import { texts } from './texts.ts';

/** A setting of the whole chat. `values`, `about`: for people, in English. */
interface Setting {
  readonly name: string;
  readonly value: string;
  readonly usual: string;
  readonly values: string;
  readonly about: string;
}

function SettingLine({ setting, reload }: { setting: Setting; reload: () => Promise<void> }) {
  const { name, value, usual, values, about } = setting;
  const save = async (text: string): Promise<void> => {
    if (!(await attemptApi('PUT', `settings/${name}`, { value: text }))) return;
    say(t.saved);
    await reload();
  };
  return (
    <LineForm
      key={value}
      label={name}
      button={t.save}
      value={value}
      hint={`${about} (${values}). ${texts.usually(usual)}`}
      onSave={save}
    />
  );
}

function SettingText({ name, value, about }: Setting) {
  return (
    <p>
      <strong>{name}</strong> {value} <span class="note">{about}</span>
    </p>
  );
}

function Settings({ settings, reload }: { settings: readonly Setting[]; reload: () => Promise<void> }) {
  const isOwner = model.value.serverRole === 'owner';
  return (
    <div class="server-settings" lang="en">
      {!isOwner && (
        <p class="note" lang={t.locale}>
          {texts.ownersOnly}
        </p>
      )}
      {settings.map((setting) =>
        isOwner ? (
          <SettingLine key={setting.name} setting={setting} reload={reload} />
        ) : (
          <SettingText key={setting.name} {...setting} />
        ),
      )}
    </div>
  );
}

interface AuditPage {
  /** Oldest first. */
  readonly rows: readonly AuditRow[];
  /** Where the next older page ends. */
  readonly next?: number;
}

function Audit({ first }: { first: AuditPage }) {
  const pages = useSignal<readonly AuditPage[]>([first]);
  const next = pages.value.at(-1)?.next;
  const more = async (): Promise<void> => {
    const found = await attemptApi<AuditPage>('GET', `audit?before=${next}`);
    if (found) pages.value = [...pages.value, found.answer];
  };
  const rows = pages.value.flatMap((page) => page.rows.toReversed());
  return (
    <>
      {rows.length === 0 && <p class="note">{texts.noAudit}</p>}
      <ul class="plain-list audit" lang="en">
        {rows.map(({ seq, at, text }) => (
          <li key={seq}>
            <time class="note" dateTime={new Date(at).toISOString()} title={fullTime(at)}>
              {shortTime(at, Date.now())}
            </time>{' '}
            {text}
          </li>
        ))}
      </ul>
      {next !== undefined && (
        <button type="button" onClick={() => void more()}>
          {texts.older}
        </button>
      )}
    </>
  );
}

/** The server as a whole, for its operators and owners. */
export const Server = () => (
  <>
    <section>
      <h3>{texts.serverSettings}</h3>
      <FromApi<{ settings: readonly Setting[] }> path="settings">
        {({ settings }, reload) => <Settings settings={settings} reload={reload} />}
      </FromApi>
    </section>
    {model.value.serverRole === 'owner' && (
      <section>
        <h3>{texts.audit}</h3>
        <FromApi<AuditPage> path="audit">{(first) => <Audit first={first} />}</FromApi>
      </section>
    )}
  </>
);
