import { bytesAsText } from '#text/mask.ts';

import type { Describer, Meaning } from '../dialect.ts';

/** The type of a frame, and of an entry also its kind. Only at the beginning of a line, so that no message's text matches. */
const beginning = /(?:^|\n)\{"type":"([\w-]{1,32})"(?:,"kind":"(\w{1,32})")?/g;
/** A client may write its keys in any order. */
const anywhere = /(?:^|\n)[^\n]*?[{,]\s*"type"\s*:\s*"([\w-]{1,32})"/g;

const meaningsOf =
  (pattern: RegExp) =>
  (bytes: Uint8Array): readonly Meaning[] =>
    [...bytesAsText(bytes).matchAll(pattern)].map(([, type = '', kind]) => ({
      command: kind === undefined ? type : `${type} ${kind}`,
    }));

/** Describes frames by their type. */
export const describeWeb = (): Describer => ({ client: meaningsOf(anywhere), server: meaningsOf(beginning) });
