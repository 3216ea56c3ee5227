import type { Party } from '../../party.ts';
import type { PduTaker } from '../pdu-reader.ts';
import type { Request } from '../talk-codec.ts';
import { Talk, type TalkKept } from './talk.ts';
import type { ClientWire } from './wire.ts';

/** Goes on with a connection in version 2.0. */
export function riseOn(party: Party, kept: TalkKept, wire: ClientWire): Talk {
  const taker: PduTaker<Request> = {
    ready: true,
    take: (pdu) => talk.take(pdu),
    // What cannot be read is not known to have come: it is read again after reconnecting.
    refuse: () => wire.abort(),
    ended: () => talk.ended(),
  };
  const pushed: PduTaker<Request> = {
    ...taker,
    get ready() {
      return talk.ready;
    },
  };
  const talk: Talk = new Talk(party, kept, wire.rise(taker, pushed));
  return talk;
}
