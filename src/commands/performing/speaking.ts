import type { Desk } from '#commands/desk.ts';
import { awayNote } from '#text/away-note.ts';
import type { Given } from '#commands/form.ts';

export function msg(desk: Desk, { to = '', text = '' }: Given): void {
  desk.spoken = to;
  desk.post({ kind: 'message', text }, to, (answer) => {
    if (answer.kind === 'entry') {
      const name = answer.entry.room?.name ?? to;
      if (answer.away !== undefined) return awayNote(name, answer.away);
      return answer.waits ? desk.words.waits(name) : undefined;
    }
    if (answer.kind !== 'refusal') return undefined;
    return answer.code === 'not-member' ? desk.words.notIn(to) : desk.words.refused(answer.code, to);
  });
}
