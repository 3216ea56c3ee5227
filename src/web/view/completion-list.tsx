import { useEffect, useRef } from 'preact/hooks';
import type { Candidate } from '#web/model/completion.ts';
import { t } from '#web/words/texts.ts';

export const optionId = (at: number): string => `suggestion-${at}`;

export interface CompletionListProps {
  readonly list: readonly Candidate[];
  readonly chosen: number;
  readonly onChoose: (candidate: Candidate) => void;
}

/** The completions of the word before the caret, above the field, which keeps the focus. */
export function CompletionList({ list, chosen, onChoose }: CompletionListProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }), [chosen]);
  return (
    <div class="suggestions" id="suggestions" role="listbox" aria-label={t.suggestions} ref={box}>
      {list.map((candidate, at) => (
        <div
          key={candidate.label}
          id={optionId(at)}
          role="option"
          aria-selected={at === chosen}
          onPointerDown={(event) => {
            // The field keeps the focus.
            event.preventDefault();
            onChoose(candidate);
          }}
        >
          <span class="suggestion-label">{candidate.label}</span>
          {candidate.detail && <span class="note">{candidate.detail}</span>}
        </div>
      ))}
    </div>
  );
}
