import type { Asked, Seq } from '#chat/event.ts';
import type { Heard } from '#chat/events/personal-events.ts';

/** One draft for what was delivered to a session and what it has heard. Undefined: nothing of that. */
export const reportDraft = (delivered: Seq | undefined, heard: Heard | undefined): Asked =>
  heard
    ? { kind: 'heard', ...heard, ...(delivered !== undefined && { delivered }) }
    : { kind: 'delivered', upto: delivered ?? 0 };
