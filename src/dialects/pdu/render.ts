import type { ItemFormat, Render } from '#chat/hub/format.ts';
import { untilWords } from '#text/until-words.ts';

import { errorCodes, errorPdu } from './codec.ts';
import { numeral } from './json.ts';

/** What a session is given: that the server stops, which is not sent to the client, or why the session is over. */
export type Notice =
  | { readonly kind: 'stopping'; readonly length: 0 }
  | { readonly kind: 'over'; readonly length: number; readonly pdu: Uint8Array };

const stopping: Notice = { kind: 'stopping', length: 0 };
const replaced = over('User logged in from another location', errorCodes.elsewhere);
const changed = over('Account was changed', errorCodes.disconnected);
const removed = {
  kicked: 'An operator of this server has ended your session',
  banned: 'You were banned from this server',
} as const;

function over(sentence: string, code: number): Notice {
  const pdu = errorPdu(numeral(-1), code, sentence);
  return { kind: 'over', length: pdu.length, pdu };
}

/**
 * A client of version 1.x takes any PDU for the answer to its last request. So it receives no chat and no shutdown
 * notice, only why its session is over.
 */
const render: Render<Notice> = (happening) => {
  if (!('kind' in happening)) return undefined;
  if (happening.kind === 'stopping') return stopping;
  if (happening.kind !== 'ended') return undefined;
  const { why, reason } = happening;
  if (why === 'replaced') return replaced;
  if (why === 'credential' || why === 'logged-out') return changed;
  const sentence = `${removed[why]}${untilWords(happening)}`;
  return over(reason === undefined ? sentence : `${sentence}: ${reason}`, errorCodes.disconnected);
};

export const pduFormat: ItemFormat<Notice> = {
  render,
  joinable: false,
  pushes: false,
  takesMail: false,
  hears: () => false,
};
