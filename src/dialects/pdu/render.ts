import type { Render } from '#chat/hub/session.ts';

import { errorCodes, errorPdu } from './codec.ts';
import { numeral } from './json.ts';

const replaced = errorPdu(numeral(-1), errorCodes.elsewhere, 'User logged in from another location');
const changed = errorPdu(numeral(-1), errorCodes.disconnected, 'Account was changed');

/** Tells the session, and nothing to its peer. */
const unheard = new Uint8Array(0);

/**
 * A client of version 1.x takes whatever comes for the answer to what it said last, so it hears nothing of the chat, and
 * no notice of the server's end; only why its own session is over.
 */
export const renderPdu: Render = (happening) => {
  if (!('kind' in happening) || happening.kind === 'roster') return undefined;
  if (happening.kind === 'stopping') return unheard;
  return happening.why === 'replaced' ? replaced : changed;
};
