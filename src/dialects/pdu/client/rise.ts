import type { Party } from '../../party.ts';
import type { PduTaker } from '../pdu-reader.ts';
import type { Request } from '../talk-codec.ts';
import { Talk } from './talk.ts';
import type { TalkMemory } from './talk-memory.ts';
import type { ClientWire } from './wire.ts';

/** Goes on with a link in version 2.0. Undefined over QUIC. */
export function riseOn(party: Party, memory: TalkMemory, wire: ClientWire): Talk | undefined {
  const taker: PduTaker<Request> = {
    ready: true,
    take: (pdu) => talk?.take(pdu),
    // What cannot be read is not known to have come: it is read again after reconnecting.
    refuse: () => wire.abort(),
    ended: () => talk?.ended(),
  };
  const link = wire.rise?.(taker);
  const talk = link && new Talk(party, memory, link);
  return talk;
}
