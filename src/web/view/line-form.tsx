import { useRef } from 'preact/hooks';

interface LineFormProps {
  readonly label: string;
  readonly button: string;
  readonly value?: string;
  readonly type?: 'text' | 'password';
  readonly hint?: string;
  readonly onSave: (value: string) => Promise<unknown>;
}

/** A form with one field and a button. */
export function LineForm({ label, button, value = '', type = 'text', hint, onSave }: LineFormProps) {
  const isBusy = useRef(false);
  /** A second click before the answer would do it twice. */
  const save = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    if (isBusy.current) return;
    isBusy.current = true;
    const saved = onSave(String(new FormData(event.currentTarget).get('value') ?? '').trim());
    void saved.finally(() => (isBusy.current = false));
  };
  return (
    <form onSubmit={save} class="line-form labelled">
      <label>
        {label}
        {type === 'password' ? (
          <input name="value" type="password" maxLength={128} autocomplete="new-password" />
        ) : (
          <input name="value" defaultValue={value} maxLength={400} autocomplete="off" />
        )}
      </label>
      <button type="submit">{button}</button>
      {hint && <span class="note hint">{hint}</span>}
    </form>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  /** The label of each choice, in the order in which they are shown. */
  readonly values: readonly (readonly [value: T, label: string])[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

/** A choice of one of several, all visible. */
export function Choice<T extends string>({ legend, values, value, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {values.map(([name, label]) => (
        <label key={name}>
          <input type="radio" name={legend} checked={name === value} onChange={() => onChoose(name)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
