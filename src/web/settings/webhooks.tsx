import { useSignal } from '@preact/signals';
import type { Room } from '#dialects/web/protocol.ts';
import { api, apiAnswer, attemptApi } from '#web/browser/api.ts';
import { shortTime } from '#web/words/time.ts';
import { LineForm } from '#web/view/line-form.tsx';
import { GrantRow } from './access.tsx';
import { FreshCode } from './fresh-code.tsx';
import { FromApi } from './from-api.tsx';
import { texts } from './texts.ts';

interface Webhook {
  readonly id: number;
  readonly label: string;
  readonly at: number;
  readonly by: { readonly name: string };
}

function List({ path, webhooks, reload }: { path: string; webhooks: readonly Webhook[]; reload: () => Promise<void> }) {
  const fresh = useSignal<string | undefined>(undefined);
  const make = async (label: string): Promise<void> => {
    const made = await attemptApi(apiAnswer<{ path: string }>('path', 'POST', path, { label }));
    if (!made) return;
    fresh.value = new URL(made.answer.path, location.href).href;
    await reload();
  };
  const end = async ({ id }: Webhook): Promise<void> => {
    if (await attemptApi(api('DELETE', `${path}/${id}`))) await reload();
  };
  return (
    <>
      <ul class="plain-list">
        {webhooks.map((webhook) => (
          <GrantRow
            key={webhook.id}
            label={webhook.label}
            notes={[webhook.by.name, texts.made(shortTime(webhook.at, Date.now()))]}
            button={texts.end}
            onEnd={() => void end(webhook)}
          />
        ))}
      </ul>
      {fresh.value !== undefined && <FreshCode code={fresh.value} />}
      <LineForm key={webhooks.length} label={texts.label} button={texts.makeWebhook} onSave={make} />
    </>
  );
}

/** The webhooks of a room, with which other programs send messages to it. */
export function Webhooks({ room }: { room: Room }) {
  const isOpen = useSignal(false);
  const path = `rooms/${encodeURIComponent(room.name)}/webhooks`;
  return (
    <details class="mask-list" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>{texts.webhooks}</summary>
      <p class="note">{texts.webhooksHint}</p>
      {isOpen.value && (
        <FromApi<{ webhooks: readonly Webhook[] }> path={path} field="webhooks">
          {({ webhooks }, reload) => <List path={path} webhooks={webhooks} reload={reload} />}
        </FromApi>
      )}
    </details>
  );
}
