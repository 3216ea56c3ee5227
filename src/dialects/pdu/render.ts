import type { ItemFormat, Render } from '#chat/hub/format.ts';

import { errorCodes, errorPdu } from './codec.ts';
import { numeral } from './json.ts';

/** What a session is told: that the server stops, of which its peer hears nothing; or why it is over. */
export type Notice =
  | { readonly kind: 'stopping'; readonly length: 0 }
  | { readonly kind: 'over'; readonly length: number; readonly pdu: Uint8Array };

const stopping: Notice = { kind: 'stopping', length: 0 };
const replaced = over('User logged in from another location', errorCodes.elsewhere);
const changed = over('Account was changed', errorCodes.disconnected);

function over(sentence: string, code: number): Notice {
  const pdu = errorPdu(numeral(-1), code, sentence);
  return { kind: 'over', length: pdu.length, pdu };
}

/**
 * A client of version 1.x takes whatever comes for the answer to what it said last, so it hears nothing of the chat, and
 * no notice of the server's end; only why its own session is over.
 */
const render: Render<Notice> = (happening) => {
  if (!('kind' in happening)) return undefined;
  if (happening.kind === 'stopping') return stopping;
  if (happening.kind !== 'ended') return undefined;
  return happening.why === 'replaced' ? replaced : changed;
};

/** How all pdu clients hear. */
export const pduFormat: ItemFormat<Notice> = {
  render,
  joinable: false,
  pushes: false,
  takesMail: false,
  hears: () => false,
};
