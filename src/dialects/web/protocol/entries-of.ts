import type { Pushes } from './pushes.ts';
import type { Entry } from './values.ts';

/** The entries that a `said` stands for; none for a speaker who is missing. */
export const entriesOf = ({ room, seq, at, speakers, messages }: Pushes['said']): readonly Entry<'message'>[] =>
  messages.flatMap(([further, later, nth, text, more]) => {
    const speaker = speakers[nth];
    if (speaker === undefined) return [];
    const { via, ...from } = speaker;
    return [
      {
        kind: 'message',
        seq: seq + further,
        at: at + later,
        from,
        room,
        ...(via !== undefined && { via }),
        text,
        ...more,
      } as const,
    ];
  });
