import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { api, apiAnswer, attemptApi } from '#web/browser/api.ts';
import { changePassword } from '#web/browser/session.ts';
import { say } from '#web/browser/store.ts';
import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { FreshCode } from './fresh-code.tsx';
import { FromApi } from './from-api.tsx';
import { texts } from './texts.ts';

/** A device, a bot or a webhook, as the API returns it; times in ms, 0: never. */
interface Grant {
  readonly id: number;
  readonly label: string;
  readonly at: number;
  readonly until: number;
  readonly used: number;
}

type Device = Grant & { readonly current: boolean };
type Scope = keyof typeof texts.scopeTexts;
type Bot = Grant & { readonly scopes: readonly Scope[] };

const timeOf = (at: number): string => shortTime(at, Date.now());

interface GrantRowProps {
  readonly label: string;
  readonly notes: readonly (string | false)[];
  readonly button: string;
  readonly onEnd: () => void;
}

export const GrantRow = ({ label, notes, button, onEnd }: GrantRowProps) => (
  <li class="mask grant">
    <span class="grant-label">{label}</span>
    <span class="note">{notes.filter(Boolean).join(' · ')}</span>
    <button type="button" class="quiet" aria-label={`${button}: ${label}`} onClick={onEnd}>
      {button}
    </button>
  </li>
);

function Devices({ devices, reload }: { devices: readonly Device[]; reload: () => Promise<void> }) {
  const end = async ({ id }: Device): Promise<void> => {
    if (await attemptApi(api('DELETE', `devices/${id}`))) await reload();
  };
  const endAll = (): void => {
    if (confirm(texts.signOutAllAsk)) void attemptApi(api('DELETE', 'devices'));
  };
  const notes = ({ current, used }: Device) => [current && texts.thisDevice, used > 0 && texts.used(timeOf(used))];
  return (
    <>
      <ul class="plain-list">
        {devices.map((device) => (
          <GrantRow
            key={device.id}
            label={texts.deviceName(device.label)}
            notes={notes(device)}
            button={texts.signOut}
            onEnd={() => void end(device)}
          />
        ))}
      </ul>
      <button type="button" class="dangerous" onClick={endAll}>
        {texts.signOutAll}
      </button>
    </>
  );
}

const scopes: readonly Scope[] = ['read', 'mark', 'post', 'rooms', 'moderate'];
const day = 86_400;
const lasting = { never: undefined, month: 30 * day, year: 365 * day } as const;
const lastings = Object.keys(lasting) as readonly (keyof typeof lasting)[];

function MakeBot({ onMade }: { onMade: (code: string) => Promise<void> }) {
  const isBusy = useRef(false);
  const make = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    // A second click would make another one.
    if (isBusy.current) return;
    isBusy.current = true;
    const form = event.currentTarget;
    const fields = new FormData(form);
    const seconds = lasting[lastings.find((name) => name === fields.get('lasting')) ?? 'never'];
    const bot = { label: String(fields.get('label') ?? '').trim(), scopes: fields.getAll('scope') };
    const made = await attemptApi(
      apiAnswer<{ code: string }>('code', 'POST', 'bots', { ...bot, ...(seconds && { seconds }) }),
    );
    isBusy.current = false;
    if (!made) return;
    form.reset();
    await onMade(made.answer.code);
  };
  return (
    <form class="bot-form" onSubmit={make}>
      <label>
        {texts.label}
        <input name="label" required maxLength={64} autocomplete="off" />
      </label>
      <fieldset class="choices">
        <legend>{texts.scopes}</legend>
        {scopes.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scope" value={scope} defaultChecked={scope === 'read' || scope === 'post'} />{' '}
            {texts.scopeTexts[scope]}
          </label>
        ))}
      </fieldset>
      <label>
        {texts.ends}
        <select name="lasting">
          {lastings.map((name) => (
            <option key={name} value={name}>
              {texts.lasting[name]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{texts.makeBot}</button>
    </form>
  );
}

function Bots({ bots, reload }: { bots: readonly Bot[]; reload: () => Promise<void> }) {
  const fresh = useSignal<string | undefined>(undefined);
  const end = async ({ id }: Bot): Promise<void> => {
    if (await attemptApi(api('DELETE', `bots/${id}`))) await reload();
  };
  const made = (code: string): Promise<void> => {
    fresh.value = code;
    return reload();
  };
  const notes = ({ scopes: may, until }: Bot) => [
    may.map((scope) => texts.scopeTexts[scope]).join('; '),
    until > 0 && texts.until(timeOf(until)),
  ];
  return (
    <>
      {bots.length === 0 && <p class="note">{texts.noBots}</p>}
      <ul class="plain-list">
        {bots.map((bot) => (
          <GrantRow key={bot.id} label={bot.label} notes={notes(bot)} button={texts.end} onEnd={() => void end(bot)} />
        ))}
      </ul>
      {fresh.value !== undefined && <FreshCode code={fresh.value} />}
      <details class="mask-list">
        <summary>{texts.makeBot}</summary>
        <MakeBot onMade={made} />
      </details>
    </>
  );
}

function Password() {
  const change = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const word = (name: string): string => String(fields.get(name) ?? '');
    if (!(await changePassword(word('old'), word('new')))) return;
    form.reset();
    say(t.saved);
  };
  return (
    <details class="mask-list">
      <summary>{texts.changePassword}</summary>
      <form class="bot-form" onSubmit={change}>
        <label>
          {texts.oldPassword}
          <input name="old" type="password" required maxLength={128} autocomplete="current-password" />
        </label>
        <label>
          {texts.newPassword}
          <input name="new" type="password" required maxLength={128} autocomplete="new-password" />
        </label>
        <button type="submit">{texts.changePassword}</button>
        <span class="note">{texts.changeHint}</span>
      </form>
    </details>
  );
}

/** The browsers and programs that are signed in to the account, and its bots. */
export const Access = () => (
  <>
    <section>
      <h3>{texts.devices}</h3>
      <FromApi<{ devices: readonly Device[] }> path="devices" field="devices">
        {({ devices }, reload) => <Devices devices={devices} reload={reload} />}
      </FromApi>
      <Password />
    </section>
    <section>
      <h3>{texts.bots}</h3>
      <p class="note">{texts.botsHint}</p>
      <FromApi<{ bots: readonly Bot[] }> path="bots" field="bots">
        {({ bots }, reload) => <Bots bots={bots} reload={reload} />}
      </FromApi>
    </section>
  </>
);
