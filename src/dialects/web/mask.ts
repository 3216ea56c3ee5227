import { jsonMask } from '#text/json-mask.ts';
import type { Mask } from '#text/mask.ts';

/**
 * Masks passwords, tokens, the codes of invitations, keys of rooms (`value`, where one is set), and the bytes that go to a
 * playground, which may contain passwords of any dialect.
 */
export const webMask = (joined = false): Mask =>
  jsonMask(/^(?:pass(?:word|wd|phrase)?|pwd|token|code|key|value|bytes)$/i, joined);
