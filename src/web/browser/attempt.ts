import type { Exchanges, RequestType, Room } from '#dialects/web/protocol.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import { say, self } from './store.ts';

export type Answer<K extends RequestType> = Exchanges[K]['answer'];

/**
 * Sends a request, and shows its error. Resolves with undefined after an error. `use`: applies the answer, at its place
 * among the pushed entries; who waits for the promise comes after those that were read together with it.
 */
export function attempt<K extends RequestType>(
  type: K,
  fields: Readonly<Exchanges[K]['ask']>,
  use: (answer: Answer<K>) => void = () => {},
): Promise<Answer<K> | undefined> {
  return new Promise((resolve) =>
    connection.ask(
      type,
      fields,
      (answer) => {
        use(answer);
        resolve(answer);
      },
      (error) => {
        say(errorText(error), true);
        resolve(undefined);
      },
    ),
  );
}

/** Applies the entry in an answer: our own entries are answered, not pushed. */
export const ours = (room: Room, { seq, at }: { seq?: number; at?: number }) => ({
  seq: seq ?? 0,
  at: at ?? Date.now(),
  from: self.peek(),
  room: { id: room.id, name: room.name },
});
