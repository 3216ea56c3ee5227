import { computed, effect, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { connection } from '#web/browser/connection.ts';
import { model, openRoom, openTimeline, phase, seen, self } from '#web/browser/store.ts';
import { isMessage } from '#web/model/timeline.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { t } from '#web/words/texts.ts';

/** A shorter loss of the connection is not shown, in ms. */
const quietFor = 2000;

/** The countdown to the next attempt, in seconds. */
function Countdown({ until }: { until: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{t.retryIn(Math.max(0, Math.ceil((until - now.value) / 1000)))}</>;
}

const isLost = computed(() => connection.state.value.kind !== 'open' || phase.value.kind !== 'in');
const isLongLost = signal(false);
effect(() => {
  if (!isLost.value) isLongLost.value = false;
  if (!isLost.value) return undefined;
  const timer = setTimeout(() => (isLongLost.value = true), quietFor);
  return () => clearTimeout(timer);
});

/** Shows that there is no connection, after 2 s, on every screen. */
export function LinkBanner() {
  const state = connection.state.value;
  if (!isLongLost.value) return null;
  return (
    <div class="banner offline" role="status">
      <span>{t.offline}</span>
      {state.kind === 'waiting' ? (
        <>
          <span class="countdown" aria-hidden="true">
            <Countdown until={state.retryAt} />
          </span>
          <button type="button" onClick={() => connection.connect()}>
            {t.retryNow}
          </button>
        </>
      ) : (
        <span>{t.connecting}</span>
      )}
    </div>
  );
}

const ownBuild = document.querySelector<HTMLMetaElement>('meta[name=polylogue-build]')?.content;

/** The server has another version of the page. */
export function VersionBanner() {
  const build = model.value.server?.build;
  if (build === undefined || build === ownBuild) return null;
  return (
    <div class="banner" role="status">
      <span>{t.newVersion}</span>
      <button type="button" onClick={() => location.reload()}>
        {t.reload}
      </button>
    </div>
  );
}

/** The last message that was announced. */
const spoken = signal({ seq: 0, room: 0, text: '' });

/** Announces new messages of the open room to screen readers, but not those that were there when it was opened. */
export function LiveRegion() {
  const room = openRoom.value?.id ?? 0;
  const last = openTimeline.value.items.at(-1);
  useEffect(() => {
    if (!last || !isMessage(last)) return;
    const before = spoken.peek();
    const isNews = before.room === room && last.seq > before.seq && last.from.id !== self.peek().id && seen.peek();
    const text = isNews ? t.said(last.from.name, inlineText(parseInline(last.text))) : '';
    spoken.value = { seq: last.seq, room, text };
  }, [last?.seq, room]);
  return (
    <div class="offscreen" aria-live="polite" aria-atomic="true">
      {spoken.value.text}
    </div>
  );
}
