import type { Chronicle } from '../journal.ts';

/** The original server's console. It writes no file. */
export const pduChronicle = (): Chronicle => ({
  console: (happening) => (happening.kind === 'noted' ? happening.text : undefined),
});
