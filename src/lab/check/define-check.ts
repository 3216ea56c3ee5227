import { parseTranscript } from '#lab/transcript.ts';

import type { Check } from './check.ts';
import type { ClientScene } from './client-scene.ts';
import type { Scene } from './scene.ts';

type Definition = Omit<Check, 'play' | 'needs' | 'rows'> & {
  readonly needs?: readonly string[];
  readonly rows?: readonly number[];
};

/**
 * A check of a server. `play`: a transcript if possible, otherwise a function. The indentation of the transcript is
 * removed. Throws when the transcript cannot be read.
 */
export function define(definition: Definition & { readonly play: string | ((scene: Scene) => Promise<void>) }): Check {
  const { needs = [], rows = [], play, ...rest } = definition;
  if (typeof play !== 'string') return { ...rest, needs, rows, play: { kind: 'server', run: play } };
  const lines = play.split('\n').map((line) => line.trim());
  const transcript = parseTranscript(`${lines.join('\n').trim()}\n`, rest.id);
  return { ...rest, needs, rows, play: { kind: 'transcript', transcript } };
}

export function defineClient(definition: Definition & { readonly play: (scene: ClientScene) => Promise<void> }): Check {
  const { needs = [], rows = [], play, ...rest } = definition;
  return { ...rest, needs, rows, play: { kind: 'client', run: play } };
}
