import { signal } from '@preact/signals';
import { MarkedDocument } from '#web/view/marked-text.tsx';
import { t } from '#web/words/texts.ts';
import { texts } from './texts.ts';

/** The READMEs of all dialects, by name; undefined until they are loaded. */
const readmes = signal<Readonly<Record<string, string>> | undefined>(undefined);

async function load(): Promise<void> {
  if (readmes.value) return;
  const response = await fetch(document.documentElement.dataset['readmes'] ?? '').catch(() => undefined);
  if (response?.ok) readmes.value = await response.json();
}

export function Specification({ dialect }: { dialect: string }) {
  return (
    <details class="specification" onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>{texts.specification}</summary>
      <div class="document" lang="en" tabIndex={0} role="group" aria-label={texts.specification}>
        {readmes.value ? <MarkedDocument text={readmes.value[dialect] ?? ''} /> : t.loading}
      </div>
    </details>
  );
}
