import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { RequestError } from './request-error.ts';

/**
 * The text of an error: in the language of the page if it has a sentence for it, otherwise the sentence of the server.
 */
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
