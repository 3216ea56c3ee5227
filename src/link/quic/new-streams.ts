import { stopConnection } from './guard.ts';
import type { LibraryConnection } from './library.ts';
import { methodOf, partOf } from './private-parts.ts';

/** New streams of a peer that the library is shown at once. The library and a session take some 0.5 ms for each. */
export const streamsAtOnce = 4;

/**
 * Divides the work for new streams. A datagram may open 32 of them, and the library takes all that its native part
 * lists. It is shown a few new ones at once, and the others when `later` calls the function that it is given. `caught`:
 * called with an error that the library throws then, which ends the connection.
 */
export function showStreamsInPortions(
  connection: LibraryConnection,
  later: (run: () => void) => void,
  caught: (error: unknown) => void,
): void {
  const native = partOf(connection, 'conn');
  const [readable, writable] = [methodOf(native, 'readable'), methodOf(native, 'writable')];
  const isClosed = methodOf(native, 'isClosed');
  let shown = new Set<number>();
  let waits = false;
  const goOn = (): void => {
    waits = false;
    if (isClosed() === true) return;
    try {
      methodOf(connection, 'processStreams')();
      methodOf(connection, 'send')();
    } catch (error) {
      caught(error);
      void stopConnection(connection);
    }
  };
  const mayShow = (id: number): boolean => {
    if (!isNew(connection, id) || shown.has(id)) return true;
    if (shown.size < streamsAtOnce) return shown.add(id).has(id);
    if (!waits) later(goOn);
    waits = true;
    return false;
  };
  // The library first asks for the streams that can be read, and right after it for those that can be written.
  Reflect.set(native, 'readable', () => {
    shown = new Set();
    return idsOf(readable()).filter(mayShow);
  });
  Reflect.set(native, 'writable', () => idsOf(writable()).filter(mayShow));
}

/** Whether the peer has opened that stream and the library has not heard of it. */
function isNew(connection: LibraryConnection, id: number): boolean {
  // Streams of a client in both directions (RFC 9000, 2.1).
  if ((id & 0b11) !== 0) return false;
  const [streams, beyondGap] = [partOf(connection, 'streamMap'), partOf(connection, 'streamIdUsedSet')];
  const used: unknown = Reflect.get(connection, 'streamIdUsedClientBidi');
  const isKnown = [streams, beyondGap].some((known) => (known instanceof Map || known instanceof Set) && known.has(id));
  return !isKnown && !(typeof used === 'number' && id <= used);
}

const idsOf = (listed: unknown): readonly number[] => (isIterable(listed) ? [...listed] : []);

const isIterable = (listed: unknown): listed is Iterable<number> =>
  typeof listed === 'object' && listed !== null && Symbol.iterator in listed;
