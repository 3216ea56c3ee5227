import type { Desk } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';

export function msg(desk: Desk, { to = '', text = '' }: Given): void {
  desk.spoken = to;
  desk.post({ kind: 'message', text }, to, (answer) => {
    if (answer.kind === 'entry') return answer.waits ? desk.words.waits(answer.entry.room?.name ?? to) : undefined;
    if (answer.kind !== 'refusal') return undefined;
    return answer.code === 'not-member' ? desk.words.notIn(to) : desk.words.refused(answer.code, to);
  });
}
