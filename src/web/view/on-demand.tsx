import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '#web/words/texts.ts';

type State<P> = { readonly Part: ComponentType<P> } | 'loading' | 'failed';

/**
 * A component that is loaded when it is first shown. Loading fails without a connection, or after the server got
 * another build.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const state = signal<State<P>>('loading');
  const begin = async (): Promise<void> => {
    if (typeof state.value === 'object') return;
    state.value = 'loading';
    state.value = await load().then(
      (Part) => ({ Part }),
      () => 'failed' as const,
    );
  };
  return function OnDemand(props: P) {
    useEffect(() => void begin(), []);
    const now = state.value;
    if (typeof now === 'object') return <now.Part {...props} />;
    if (now === 'loading') return <p class="note">{t.loading}</p>;
    return (
      <p class="note" role="alert">
        {t.notLoaded}{' '}
        <button type="button" onClick={() => location.reload()}>
          {t.reload}
        </button>
      </p>
    );
  };
}
