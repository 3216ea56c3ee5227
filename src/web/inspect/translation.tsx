import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Exchanges, WireFrame } from '#dialects/web/protocol.ts';
import { attempt } from '#web/browser/attempt.ts';
import { openName } from '#web/browser/session.ts';
import { t } from '#web/words/texts.ts';
import { fromBase64, transcriptText } from './bytes.ts';
import { texts } from './texts.ts';

/** The byte with which chatroom fills blocks of 1024 bytes. */
const longPadding = / {9,}/g;

type Answer = Exchanges['translate']['answer'];

function Written({ frame }: { frame: WireFrame }) {
  const bytes = fromBase64(frame.bytes);
  return (
    <div class={`written ${frame.from}`}>
      <span aria-label={frame.from === 'client' ? texts.client : texts.fromServer}>
        {frame.from === 'client' ? '▲' : '▼'}
      </span>
      <code>{transcriptText(bytes).replace(longPadding, ({ length }) => texts.spaces(length))}</code>
      <span class="note">
        {texts.bytes(bytes.length)}
        {frame.meaning.length > 0 && ` · ${frame.meaning.join(', ')}`}
      </span>
    </div>
  );
}

/** One message in every dialect: the bytes that its sender writes, and those that its receivers get. */
export function Translation({ initial }: { initial: string }) {
  const answer = useSignal<Answer | undefined>(undefined);
  const ask = async (text: string): Promise<void> => {
    const room = openName();
    const made = await attempt('translate', { text, ...(room?.startsWith('#') && { room }) });
    if (made) answer.value = made;
  };
  useEffect(() => void ask(initial), []);
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    void ask(String(new FormData(event.currentTarget).get('text') ?? ''));
  };
  return (
    <>
      <form class="line-form play-form" onSubmit={submit}>
        <input
          name="text"
          aria-label={texts.text}
          defaultValue={initial}
          autocomplete="off"
          required
          maxLength={1024}
        />
        <button type="submit">{t.show}</button>
      </form>
      <div class="translations" tabIndex={0} role="group" aria-label={texts.eachDialect}>
        {(answer.value?.dialects ?? []).map(({ dialect, frames }) => (
          <section key={dialect}>
            <h3>{dialect}</h3>
            {frames.length === 0 && <p class="note">{texts.nothingWritten}</p>}
            {frames.map((frame, at) => (
              <Written key={at} frame={frame} />
            ))}
          </section>
        ))}
      </div>
    </>
  );
}
