import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { apiAnswer } from '#web/browser/api.ts';
import { RequestError } from '#web/browser/request-error.ts';
import { keepSignedIn } from '#web/browser/device.ts';
import { errorText } from '#web/browser/error-text.ts';
import { say, self } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { LineForm } from '#web/view/line-form.tsx';
import { texts } from './texts.ts';

type State<T> = { readonly answer: T } | { readonly error: RequestError } | undefined;

/** The error codes of a browser without a valid device cookie. */
const unknown = new Set(['not-logged-in', 'grant-invalid']);

function SignIn({ onDone }: { onDone: () => Promise<void> }) {
  const signIn = async (password: string): Promise<void> => {
    try {
      await keepSignedIn(self.value.name, password);
    } catch (error) {
      return say(errorText(error), true);
    }
    await onDone();
  };
  return <LineForm label={t.password} button={texts.signIn} type="password" hint={texts.needsSignIn} onSave={signIn} />;
}

export interface FromApiProps<T> {
  readonly path: string;
  /** A field that every answer has. */
  readonly field: keyof T & string;
  /** Renders the answer; the second argument repeats the request. */
  readonly children: (answer: T, reload: () => Promise<void>) => ComponentChildren;
}

/** Shows an answer of the HTTP API. Asks for the password if this browser has no valid device cookie. */
export function FromApi<T extends object>({ path, field, children }: FromApiProps<T>) {
  const state = useSignal<State<T>>(undefined);
  const loads = useRef(0);
  /** Loads the answer. Only the newest request counts, because answers may come in another order than their requests. */
  const load = async (): Promise<void> => {
    const nth = ++loads.current;
    const found = await apiAnswer<T>(field, 'GET', path).then(
      (answer): State<T> => ({ answer }),
      (error: unknown): State<T> => {
        if (!(error instanceof RequestError)) throw error;
        return { error };
      },
    );
    if (nth === loads.current) state.value = found;
  };
  useEffect(() => void load(), [path]);
  const now = state.value;
  if (now === undefined) return <p class="note">{t.loading}</p>;
  if ('answer' in now) return <>{children(now.answer, load)}</>;
  if (unknown.has(now.error.code)) return <SignIn onDone={load} />;
  return <p class="note">{errorText(now.error)}</p>;
}
