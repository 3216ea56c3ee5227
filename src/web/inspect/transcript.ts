import { transcriptText } from './bytes.ts';
import type { Seen } from './frame.ts';

/** Frames as a transcript, which `polylogue transcripts` can play. */
export function transcriptOf(list: readonly Seen[], actor: string, dialect: string): string {
  const lines = list.flatMap(({ from, link, bytes }, at) => {
    const before = list[at - 1];
    const isNew = before?.link !== link;
    return [
      ...(isNew && before ? [`${actor} is cut off`] : []),
      ...(isNew ? [`${actor} opens ${dialect}`] : []),
      // A line has no spaces before or after it.
      `${actor} ${from === 'client' ? 'C' : 'S'}: ${transcriptText(bytes()).replaceAll(/^ | $/g, '\\x20')}`,
    ];
  });
  return [...(lines.length === 0 ? [`${actor} opens ${dialect}`] : lines), ''].join('\n');
}

/** An actor's name has letters, digits, `-` and `_` only. */
export const actorOf = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '') || 'you';
