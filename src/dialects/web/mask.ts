import { jsonMask, type SecretKeys } from '#text/json-mask.ts';
import type { Mask } from '#text/mask.ts';

const client: SecretKeys = { any: /^(?:pass(?:word|wd|phrase)?|pwd|token|code|key|value|bytes)$/i };
/** The code of an error is a word for programs. */
const server: SecretKeys = { ...client, shownInErrors: /^code$/ };

/**
 * Masks passwords, tokens, the codes of invitations, keys of rooms (`value`, where one is set), and the bytes that go to a
 * playground, which may contain passwords of any dialect.
 */
export const webMask = (joined = false): Mask => jsonMask(client, server, joined);
