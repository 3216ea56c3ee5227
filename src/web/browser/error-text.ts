import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { RequestError } from './request-error.ts';

/**
 * The text of an error: in the language of the page if it has a sentence for it, otherwise the sentence of the server.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  return refusalText(error.code, error.more) ?? (error.message === '' ? error.code : error.message);
}

/** An error of the first screen, with the field that is to be corrected. */
export interface FieldError {
  readonly text: string;
  readonly field: 'name' | 'password';
}

export function fieldError(error: unknown): FieldError {
  const code = error instanceof RequestError ? error.code : '';
  // A session outlives its link by a minute, also where its window was closed.
  const text = code === 'name-taken' ? `${errorText(error)} ${t.freeAgain}` : errorText(error);
  return { text, field: /password|credential|no-guests/.test(code) ? 'password' : 'name' };
}

/** The sentence of the page for a refusal, if it has one. */
export function refusalText(code: string, more: RequestError['more']): string | undefined {
  const { until, reason = '', room = '', field = '' } = more;
  const words = Object.hasOwn(t.errors, code) ? t.errors[code] : undefined;
  if (typeof words !== 'function') return words;
  const now = Date.now();
  const ends = until === undefined ? '' : shortTime(until, now);
  const wait = until === undefined ? 0 : Math.max(1, Math.ceil((until - now) / 1000));
  return words({ until: ends, wait, reason, room, field });
}
