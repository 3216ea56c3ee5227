import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Seen } from './frame.ts';
import { filterOf } from './filter.ts';
import { FrameDetail } from './frame-detail.tsx';
import { FrameList } from './frame-list.tsx';
import { texts } from './texts.ts';

export interface FramesViewProps {
  readonly list: readonly Seen[];
  /** Buttons for the frames that are shown: without those that were cleared, wait, or are filtered out. */
  readonly tools: (shown: readonly Seen[]) => ComponentChildren;
}

/** A list of frames with its tools, and the chosen one below. */
export function FramesView({ list, tools }: FramesViewProps) {
  const filter = useSignal('');
  /** The number of the last frame that is shown while it is paused. */
  const pausedAt = useSignal<number | undefined>(undefined);
  const clearedAt = useSignal(0);
  const chosen = useSignal<number | undefined>(undefined);

  const until = pausedAt.value ?? Infinity;
  const waiting = list.filter(({ nth }) => nth > until).length;
  const wanted = filterOf(filter.value);
  const passed = list.filter(({ nth }) => nth <= until && nth > clearedAt.value);
  const shown = wanted ? passed.filter((each) => each.has(wanted)) : passed;
  const seen = list.find(({ nth }) => nth === chosen.value);
  const last = list.at(-1)?.nth ?? 0;
  return (
    <>
      <div class="frame-tools">
        <input
          type="search"
          aria-label={texts.filter}
          placeholder={texts.filter}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
        <button
          type="button"
          aria-pressed={pausedAt.value !== undefined}
          onClick={() => (pausedAt.value = pausedAt.value === undefined ? last : undefined)}
        >
          {pausedAt.value === undefined ? texts.pause : texts.goOn}
        </button>
        <button type="button" onClick={() => (clearedAt.value = last)}>
          {texts.clear}
        </button>
        {tools(shown)}
        <span class="note">{pausedAt.value === undefined ? texts.frames(shown.length) : texts.paused(waiting)}</span>
      </div>
      <FrameList
        list={shown}
        empty={passed.length === 0 ? texts.noFrames : texts.noMatch}
        chosen={chosen.value}
        onChoose={(nth) => (chosen.value = nth)}
      />
      {seen ? <FrameDetail seen={seen} key={seen.nth} /> : <p class="note hint">{texts.chooseFrame}</p>}
    </>
  );
}
