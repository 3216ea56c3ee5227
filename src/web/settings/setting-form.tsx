import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { asIs, changedTo, savedAs } from '#web/model/typed-value.ts';
import { t } from '#web/words/texts.ts';
import { texts } from './texts.ts';

interface SettingFormProps {
  readonly label: string;
  /** The present value on the server. */
  readonly value: string;
  readonly hint?: string;
  /** Resolves with false if it was not saved. */
  readonly onSave: (value: string) => Promise<boolean>;
}

/** A form with one setting. What is typed is kept when somebody else changes the setting meanwhile, and that is shown. */
export function SettingForm({ label, value, hint, onSave }: SettingFormProps) {
  const field = useSignal(asIs(value));
  const isBusy = useRef(false);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    // An own change is applied before its answer: see `save`.
    if (!isBusy.current) field.value = changedTo(field.peek(), value);
  }, [value]);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy.current) return;
    isBusy.current = true;
    const [sent, before] = [field.peek().typed.trim(), latest.current];
    const isSaved = await onSave(sent).finally(() => (isBusy.current = false));
    const now = latest.current;
    // What was typed since is kept.
    const isSame = field.peek().typed.trim() === sent;
    field.value = isSaved && isSame ? savedAs(sent, now, before) : changedTo(field.peek(), now);
  };
  const { typed, theirs } = field.value;
  return (
    <form onSubmit={(event) => void save(event)} class="line-form labelled">
      <label>
        {label}
        <input
          name="value"
          value={typed}
          maxLength={400}
          autocomplete="off"
          onInput={(event) => (field.value = { ...field.peek(), typed: event.currentTarget.value })}
        />
      </label>
      <button type="submit">{t.save}</button>
      {hint && <span class="note hint">{hint}</span>}
      <span class="note hint" role="status">
        {theirs !== undefined && (
          <>
            {texts.changedMeanwhile(theirs)}{' '}
            <button type="button" class="quiet" onClick={() => (field.value = asIs(theirs))}>
              {texts.takeTheirs}
            </button>
          </>
        )}
      </span>
    </form>
  );
}
