import { jsonMask } from '#text/json-mask.ts';
import type { Mask } from '#text/mask.ts';

/** Masks the values of `"password"` and `"token"`, however these keys are spelled; the server writes the token, too. */
export const pduMask = (joined = false): Mask => jsonMask(/^(?:pass(?:word|wd|phrase)?|pwd|token)$/i, joined);
