import type { Entry } from '#dialects/web/protocol.ts';
import { t } from '#web/words/texts.ts';
import { model, say } from './store.ts';

/** The number of messages of others while the connection was lost; undefined: nothing was missed. */
let caught: number | undefined;

/** The connection was lost. */
export const beginCatchingUp = (): void => {
  caught ??= 0;
};

export const isCatchingUp = (): boolean => caught !== undefined;

export function countCaught(entry: Entry): void {
  if (caught !== undefined && entry.kind === 'message' && entry.from.id !== model.peek().self?.id) caught++;
}

/** Everything up to this place has come: if that is all, the user is told. */
export function caughtUp(upto: number): void {
  if (caught === undefined || upto < model.peek().counted) return;
  say(caught > 0 ? t.backWith(caught) : t.back);
  caught = undefined;
}
