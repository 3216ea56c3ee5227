import { t } from '#web/words/texts.ts';
import { RequestError } from './connection.ts';

/** What went wrong, for people: in their language where the page has a sentence for it, else as the server said it. */
export function errorText(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  const sentence = t.errors[error.code];
  return sentence ?? (error.message === '' ? error.code : error.message);
}
