import { transcriptText } from './bytes.ts';
import type { Seen } from './frame.ts';

/** Frames as a transcript, which `polylogue transcripts` can play. */
export function transcriptOf(list: readonly Seen[], actor: string, dialect: string): string {
  const lines = list.map((seen) => `${actor} ${seen.from === 'client' ? 'C' : 'S'}: ${transcriptText(seen.bytes())}`);
  return [`${actor} opens ${dialect}`, ...lines, ''].join('\n');
}

/** Hands a text to the user as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** An actor's name has letters, digits, `-` and `_` only. */
export const actorOf = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '') || 'you';
