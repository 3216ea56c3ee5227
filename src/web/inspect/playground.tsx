import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedListener } from '#dialects/web/protocol.ts';
import { attempt } from '#web/browser/attempt.ts';
import { copy } from '#web/browser/copy.ts';
import { listeners, loadListeners } from '#web/browser/dialects.ts';
import { addPlay, type Play, plays, removePlay } from '#web/browser/plays.ts';
import { self } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { bytesOf, ncLine, toBase64 } from './bytes.ts';
import { Downloads } from './downloads.tsx';
import { seenPlay } from './frame.ts';
import { FramesView } from './frames-view.tsx';
import { Specification } from './specification.tsx';
import { texts } from './texts.ts';
import { actorOf, transcriptOf } from './transcript.ts';

/** The states of a session, in order, without repetitions in a row. */
function statesOf({ frames, state }: Play): readonly string[] {
  const all = [...frames.map((frame) => frame.state), state].filter((name) => name !== '');
  return all.filter((name, at) => name !== all[at - 1]).slice(-6);
}

function Chips({ play }: { play: Play }) {
  const states = [...statesOf(play), ...(play.isOver ? [texts.playOver] : [])];
  return (
    <p class="chips">
      {states.map((state, at) => (
        <span key={at}>
          {at > 0 && <span aria-hidden="true"> → </span>}
          <span class={at === states.length - 1 ? 'state-chip now' : 'state-chip'}>{state}</span>
        </span>
      ))}
    </p>
  );
}

/** The most bytes that a playground takes at once. */
const maxSent = 16 * 1024;

function wrongIn(parsed: ReturnType<typeof bytesOf>): string | undefined {
  if ('bad' in parsed) return texts.badEscape(parsed.bad);
  return parsed.bytes.length > maxSent ? texts.tooLong(parsed.bytes.length) : undefined;
}

function Sending({ play }: { play: Play }) {
  const error = useSignal<string | undefined>(undefined);
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const field = event.currentTarget.querySelector('input');
    const text = field?.value ?? '';
    const parsed = bytesOf(text);
    error.value = wrongIn(parsed);
    if (error.value !== undefined || 'bad' in parsed || parsed.bytes.length === 0) return;
    if (play.id === undefined) return;
    if (field) field.value = '';
    const done = await attempt('play-send', { id: play.id, bytes: toBase64(parsed.bytes) });
    // Refused text is put back into the field, unless something else is being typed.
    if (!done && field) field.value ||= text;
  };
  return (
    <form class="line-form play-form" onSubmit={submit}>
      <input
        name="bytes"
        aria-label={texts.sendRaw}
        placeholder={texts.sendRaw}
        autocomplete="off"
        spellcheck={false}
        disabled={play.isOver}
      />
      <button type="submit" disabled={play.isOver}>
        {t.send}
      </button>
      {error.value !== undefined && (
        <p class="error" role="alert">
          {error.value}
        </p>
      )}
    </form>
  );
}

function PlayView({ play, listener }: { play: Play; listener: ListedListener | undefined }) {
  const list = play.frames.map((frame, at) => seenPlay(frame, play.dropped + at + 1));
  const end = (): void => {
    if (!play.isOver && play.id !== undefined) void attempt('play-close', { id: play.id });
    removePlay(play.nth);
  };
  const name = actorOf(self.value.name);
  const place = listener && URL.parse(listener.url);
  const port = Number(place?.port ?? 0);
  const copyNc = (): void => {
    const writes = list.filter(({ from }) => from === 'client').map((seen) => seen.bytes());
    void copy(ncLine(writes, place?.hostname ?? 'localhost', place?.port ?? ''));
  };
  return (
    <>
      <Chips play={play} />
      <FramesView
        list={list}
        tools={(frames) => (
          <>
            {/* nc speaks no WebSocket. */}
            {play.dialect !== 'web' && (
              <button type="button" onClick={copyNc}>
                {texts.copyNc}
              </button>
            )}
            <Downloads
              transcript={() => transcriptOf(frames, name, play.dialect)}
              captured={{ frames, dialect: play.dialect, host: place?.hostname ?? '', port, isOver: play.isOver }}
            />
            <button type="button" onClick={end}>
              {texts.closePlay}
            </button>
          </>
        )}
      />
      <Sending play={play} />
      <Specification dialect={play.dialect} />
    </>
  );
}

interface OpeningProps {
  readonly list: readonly ListedListener[];
  readonly onOpened: () => void;
}

function Opening({ list, onOpened }: OpeningProps) {
  // The page's own dialect comes last, because it has a view of its own.
  const names = [...new Set(list.map(({ dialect }) => dialect))].toSorted(
    (a, b) => Number(a === 'web') - Number(b === 'web'),
  );
  const open = async (event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const dialect = String(new FormData(event.currentTarget).get('dialect') ?? '');
    const opened = await attempt('play-open', { dialect });
    if (!opened) return;
    addPlay(opened.id, dialect, opened.state);
    onOpened();
  };
  return (
    <form class="line-form labelled play-form" onSubmit={open}>
      <label>
        {texts.dialect}
        <select name="dialect">
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="submit" class="primary">
        {texts.openPlay}
      </button>
    </form>
  );
}

/** A session in any dialect, opened from the page: every byte that it writes and receives. */
export function Playground() {
  useEffect(() => void loadListeners(), []);
  const chosen = useSignal<number | undefined>(undefined);
  const list = plays.value.filter(({ dialect }) => dialect !== '').toSorted((a, b) => a.nth - b.nth);
  const play = list.find(({ nth }) => nth === chosen.value) ?? list.at(-1);
  return (
    <>
      {/* The last one is shown. */}
      <Opening list={listeners.value ?? []} onOpened={() => (chosen.value = undefined)} />
      {list.length === 0 && <p class="note hint">{texts.playHint}</p>}
      {list.length > 1 && (
        <div class="tabs" role="group" aria-label={texts.playground}>
          {list.map(({ nth, dialect }) => (
            <button key={nth} type="button" aria-pressed={nth === play?.nth} onClick={() => (chosen.value = nth)}>
              {dialect} {nth}
            </button>
          ))}
        </div>
      )}
      {play && (
        <PlayView
          key={play.nth}
          play={play}
          listener={listeners.value?.find(({ dialect }) => dialect === play.dialect)}
        />
      )}
    </>
  );
}
