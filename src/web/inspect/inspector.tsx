import { signal } from '@preact/signals';
import { OwnFrames } from './own-frames.tsx';
import { Playground } from './playground.tsx';
import { texts } from './texts.ts';
import { t } from '#web/words/texts.ts';
import { Translation } from './translation.tsx';

export { Translation };

type Tab = 'own' | 'playground' | 'each';

const tab = signal<Tab>('own');
const tabs: readonly (readonly [Tab, string])[] = [
  ['own', texts.yourFrames],
  ['playground', texts.playground],
  ['each', texts.eachDialect],
];

/** The inspector: the page's own frames, the frames of a session in any dialect, and one message in all dialects. */
export function InspectorBody() {
  return (
    <div class="inspector">
      <div class="tabs" role="group" aria-label={t.spoken.views}>
        {tabs.map(([name, label]) => (
          <button key={name} type="button" aria-pressed={tab.value === name} onClick={() => (tab.value = name)}>
            {label}
          </button>
        ))}
      </div>
      {tab.value === 'own' && <OwnFrames />}
      {tab.value === 'playground' && <Playground />}
      {tab.value === 'each' && <Translation initial="hello" />}
    </div>
  );
}
