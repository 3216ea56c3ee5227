import { parseTranscript, type Transcript } from '#lab/transcript.ts';

import type { Check } from './check.ts';

type Definition = Omit<Check, 'play' | 'needs' | 'rows'> & {
  readonly needs?: readonly string[];
  readonly rows?: readonly number[];
  /** A transcript as indented text, or a function. */
  readonly play: string | Exclude<Check['play'], Transcript>;
};

/** A check; a transcript's lines are freed from their indentation. Throws when the transcript cannot be read. */
export function define({ needs = [], rows = [], play, ...rest }: Definition): Check {
  if (typeof play !== 'string') return { ...rest, needs, rows, play };
  const lines = play.split('\n').map((line) => line.trim());
  return { ...rest, needs, rows, play: parseTranscript(`${lines.join('\n').trim()}\n`, rest.id) };
}
