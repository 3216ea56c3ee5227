import type { Event } from '#chat/event.ts';

/** What is shown in place of a text that was removed. */
export const removedText = '(message removed)';

/** A message for programs that show nothing but text. `name`: its sender, which is put before what it does: `* alice waves`. */
export function spokenText(name: string, { text, style, redacted }: Event<'message'>): string {
  if (redacted) return removedText;
  return style === 'action' ? `* ${name} ${text}` : text;
}
