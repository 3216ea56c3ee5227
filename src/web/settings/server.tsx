import { useSignal } from '@preact/signals';
import type { AuditRow } from '#dialects/web/protocol.ts';
import { api, apiAnswer, attemptApi } from '#web/browser/api.ts';
import { model, say } from '#web/browser/store.ts';
import { fullTime, shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { Choice } from '#web/view/line-form.tsx';
import { FromApi } from './from-api.tsx';
import { InvitationLinks } from './invitation-links.tsx';
import { SettingForm } from './setting-form.tsx';
import { auditText, texts } from './texts.ts';

/** A setting of the chat. `values`, `about`: English texts for settings that this page does not know. */
interface Setting {
  readonly name: string;
  readonly value: string;
  readonly usual: string;
  readonly values: string;
  readonly about: string;
}

/** The name and the description of a setting in the language of the page; in English if the page does not know it. */
function textsOf({ name, values, about }: Setting): { about: string; form: string; lang: string } {
  const known = texts.serverSettingTexts[name];
  if (!known) return { about: `${name}: ${about}`, form: values, lang: 'en' };
  return { about: known.about, form: known.form ?? '', lang: t.locale };
}

const valueText = (name: string, value: string): string => texts.serverSettingTexts[name]?.values?.[value] ?? value;

/** Refused if the setting has another value than the one shown: that is shown then. */
async function change({ name, value: was }: Setting, value: string, reload: () => Promise<void>): Promise<boolean> {
  const done = await attemptApi(api('PUT', `settings/${name}`, { value, was }));
  if (done) say(t.saved);
  await reload();
  return done !== false;
}

function SettingLine({ setting, reload }: { setting: Setting; reload: () => Promise<void> }) {
  const { name, value, usual } = setting;
  const { about, form, lang } = textsOf(setting);
  const choices = texts.serverSettingTexts[name]?.values;
  if (choices) {
    const choose = (chosen: string): void => void change(setting, chosen, reload);
    return <Choice legend={about} values={Object.entries(choices)} value={value} onChoose={choose} />;
  }
  return (
    <div lang={lang}>
      <SettingForm
        label={about}
        value={value}
        hint={`${form}. ${texts.usually(usual)}`}
        onSave={(text) => change(setting, text, reload)}
      />
    </div>
  );
}

function SettingText({ setting }: { setting: Setting }) {
  const { about, lang } = textsOf(setting);
  return (
    <p lang={lang}>
      {about}: <strong>{valueText(setting.name, setting.value)}</strong>
    </p>
  );
}

function Settings({ settings, reload }: { settings: readonly Setting[]; reload: () => Promise<void> }) {
  const isOwner = model.value.serverRole === 'owner';
  return (
    <div class="server-settings">
      {!isOwner && <p class="note">{texts.ownersOnly}</p>}
      {settings.map((setting) =>
        isOwner ? (
          <SettingLine key={setting.name} setting={setting} reload={reload} />
        ) : (
          <SettingText key={setting.name} setting={setting} />
        ),
      )}
    </div>
  );
}

interface AuditPage {
  /** The oldest first. */
  readonly rows: readonly AuditRow[];
  /** The place before which the next older page ends. */
  readonly next?: number;
}

function AuditLine({ row }: { row: AuditRow }) {
  const text = auditText(row);
  return (
    <li lang={text === undefined ? 'en' : t.locale}>
      <time class="note" dateTime={new Date(row.at).toISOString()} title={fullTime(row.at)}>
        {shortTime(row.at, Date.now())}
      </time>{' '}
      {text ?? row.text}
    </li>
  );
}

function Audit({ first }: { first: AuditPage }) {
  const pages = useSignal<readonly AuditPage[]>([first]);
  const next = pages.value.at(-1)?.next;
  const more = async (): Promise<void> => {
    const found = await attemptApi(apiAnswer<AuditPage>('rows', 'GET', `audit?before=${next}`));
    // A second click has asked for the same page.
    if (found && pages.peek().at(-1)?.next === next) pages.value = [...pages.peek(), found.answer];
  };
  const rows = pages.value.flatMap((page) => page.rows.toReversed());
  return (
    <>
      {rows.length === 0 && <p class="note">{texts.noAudit}</p>}
      <ul class="plain-list audit">
        {rows.map((row) => (
          <AuditLine key={row.seq} row={row} />
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

/** The settings and the audit of the server, for its operators and owners. */
export const Server = () => (
  <>
    <section>
      <h3>{texts.serverSettings}</h3>
      <FromApi<{ settings: readonly Setting[] }> path="settings" field="settings">
        {({ settings }, reload) => <Settings settings={settings} reload={reload} />}
      </FromApi>
      <InvitationLinks />
    </section>
    {model.value.serverRole === 'owner' && (
      <section>
        <h3>{texts.audit}</h3>
        <FromApi<AuditPage> path="audit" field="rows">
          {(first) => <Audit first={first} />}
        </FromApi>
      </section>
    )}
  </>
);
