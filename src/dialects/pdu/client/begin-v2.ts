import type { Party } from '../../party.ts';
import type { PduTaker } from '../pdu-reader.ts';
import type { Request } from '../talk-codec.ts';
import { Talk, type TalkKept } from './talk.ts';
import type { ClientWire } from './wire.ts';

/** Continues a connection in version 2.0. */
export function continueInV2(party: Party, kept: TalkKept, wire: ClientWire): Talk {
  const taker: PduTaker<Request> = {
    ready: true,
    take: (pdu) => talk.take(pdu),
    // A PDU that cannot be read does not count as received: the server sends it again after reconnecting.
    refuse: () => wire.abort(),
    ended: () => talk.ended(),
  };
  const pushed: PduTaker<Request> = {
    ...taker,
    get ready() {
      return talk.ready;
    },
  };
  const talk: Talk = new Talk(party, kept, wire.upgrade(taker, pushed));
  return talk;
}
