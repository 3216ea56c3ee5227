import { jsonMask, type SecretKeys } from '#text/json-mask.ts';
import type { Mask } from '#text/mask.ts';

const any = /^(?:pass(?:word|wd|phrase)?|pwd|token)$/i;

/** The key of a room (JOIN, and `value` of SETTING), and codes of invitations and for a new password. */
const client: SecretKeys = { any, strings: /^(?:code|key|value)$/i };
/** INVITE has a code that is text; that of an ERROR is a number. */
const server: SecretKeys = { any, strings: /^code$/i };

/** Masks passwords, tokens, codes and keys of rooms, however the keys of these values are spelled. */
export const pduMask = (joined = false): Mask => jsonMask(client, server, joined);
