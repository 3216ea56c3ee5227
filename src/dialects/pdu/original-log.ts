import type { OriginalLog } from '../journal.ts';

/** The original server's console. It writes no file. */
export const pduOriginalLog = (): OriginalLog => ({
  console: (happening) => (happening.kind === 'noted' ? happening.text : undefined),
});
