import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '#web/words/texts.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { DrawerFrame } from './drawer-frame.tsx';

interface Loaded {
  readonly InspectorBody: ComponentType;
  readonly Translation: ComponentType<{ initial: string }>;
}

/** It is a part of its own, loaded when it is first opened. */
const loaded = signal<Loaded | undefined>(undefined);

async function load(): Promise<void> {
  if (loaded.value) return;
  const [{ InspectorBody }, { Translation }] = await Promise.all([
    import('#web/inspect/inspector.tsx'),
    import('#web/inspect/translation.tsx'),
  ]);
  loaded.value = { InspectorBody, Translation };
}

export function Inspector() {
  useEffect(() => void load(), []);
  const parts = loaded.value;
  return (
    <DrawerFrame title={t.inspector} wide>
      {parts ? <parts.InspectorBody /> : <p class="note">{t.loading}</p>}
    </DrawerFrame>
  );
}

/** One message, as every dialect writes it. */
export function TranslateDialog({ text }: { text: string }) {
  useEffect(() => void load(), []);
  const parts = loaded.value;
  return (
    <DialogFrame title={t.inEveryDialect} class="translate-dialog">
      {parts ? <parts.Translation initial={text} /> : <p class="note">{t.loading}</p>}
    </DialogFrame>
  );
}
