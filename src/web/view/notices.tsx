import { computed, effect, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '#web/browser/announce.ts';
import { connection } from '#web/browser/connection.ts';
import { model, phase } from '#web/browser/store.ts';
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
effect(() => {
  if (isLongLost.value) announce(t.offline, true);
});

/** Shows that there is no connection, after 2 s, on every screen. */
export function LinkBanner() {
  const state = connection.state.value;
  if (!isLongLost.value) return null;
  return (
    <div class="banner offline">
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
  const isNew = build !== undefined && build !== ownBuild;
  useEffect(() => {
    if (isNew) announce(t.newVersion);
  }, [isNew]);
  if (!isNew) return null;
  return (
    <div class="banner">
      <span>{t.newVersion}</span>
      <button type="button" onClick={() => location.reload()}>
        {t.reload}
      </button>
    </div>
  );
}
