import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { RequestError } from './connection.ts';

/** What went wrong, for people: in their language where the page has a sentence for it, else as the server said it. */
export function errorText(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  const { until, reason } = error.more;
  const worded = t.refusals[error.code]?.({
    until: until === undefined ? '' : shortTime(until, Date.now()),
    reason: reason ?? '',
  });
  return worded ?? t.errors[error.code] ?? (error.message === '' ? error.code : error.message);
}
