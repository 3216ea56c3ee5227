import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { RequestError } from './request-error.ts';

/** What went wrong, for people: in their language where the page has a sentence for it, else as the server said it. */
export function errorText(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  const { until, reason = '', room = '', field = '' } = error.more;
  const words = Object.hasOwn(t.errors, error.code) ? t.errors[error.code] : undefined;
  if (typeof words === 'string') return words;
  const now = Date.now();
  const ends = until === undefined ? '' : shortTime(until, now);
  const wait = until === undefined ? 0 : Math.max(1, Math.ceil((until - now) / 1000));
  if (words) return words({ until: ends, wait, reason, room, field });
  return error.message === '' ? error.code : error.message;
}
