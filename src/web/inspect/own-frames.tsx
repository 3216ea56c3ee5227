import { useEffect } from 'preact/hooks';
import { computed } from '@preact/signals';
import { connection } from '#web/browser/connection.ts';
import { frameCount, recorded } from '#web/browser/record.ts';
import { phase, self } from '#web/browser/store.ts';
import { type Seen, seenFrame } from './frame.ts';
import { FramesView } from './frames-view.tsx';
import { Downloads } from './downloads.tsx';
import { actorOf, transcriptOf } from './transcript.ts';

/** Created once for each frame: creating ten thousand of them at each update would take milliseconds. */
const made: Seen[] = [];

function seenFrames(): readonly Seen[] {
  const frames = recorded();
  const first = frames[0]?.nth ?? 1;
  const dropped = made.findIndex(({ nth }) => nth >= first);
  if (dropped > 0) made.splice(0, dropped);
  const known = made.at(-1)?.nth ?? 0;
  for (const frame of frames) if (frame.nth > known) made.push(seenFrame(frame));
  return [...made];
}

/** The frames at the last count. */
const list = computed(() => (frameCount.value >= 0 ? seenFrames() : []));

const states = ['connecting', 'login', 'in'] as const;

/** The state of the page's own session. */
function Chips() {
  const now = connection.state.value.kind !== 'open' ? 0 : phase.value.kind === 'in' ? 2 : 1;
  return (
    <p class="chips">
      {states.map((state, at) => (
        <span key={state}>
          {at > 0 && <span aria-hidden="true"> → </span>}
          <span class={at === now ? 'state-chip now' : 'state-chip'}>{state.toUpperCase()}</span>
        </span>
      ))}
    </p>
  );
}

/** The view of the page's own frames. */
export function OwnFrames() {
  useEffect(() => void (frameCount.value = recorded().at(-1)?.nth ?? 0), []);
  const port = Number(location.port) || (location.protocol === 'https:' ? 443 : 80);
  const isOver = connection.state.value.kind !== 'open';
  return (
    <>
      <Chips />
      <FramesView
        list={list.value}
        tools={(frames) => (
          <Downloads
            transcript={() => transcriptOf(frames, actorOf(self.value.name), 'web')}
            captured={{ frames, dialect: 'web', host: location.hostname, port, isOver }}
          />
        )}
      />
    </>
  );
}
