import { pdu } from '#dialects/pdu/pdu.ts';
import { transcriptSuite } from '#lab/transcript.suite.ts';
import { openServer, longTimeout } from './transcript-server.ts';
import { ways } from './transcript-ways.ts';

/** Where an account may log in several times, as with `same-account=share`. */
const shared = { ...pdu, sameAccount: 'share' as const };

for (const way of ways) {
  transcriptSuite(
    new URL('transcripts-pdu-shared/', import.meta.url),
    way,
    () => openServer(way, [shared]),
    longTimeout,
  );
}
