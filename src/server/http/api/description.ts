import { etagOf } from '#server/http/etag.ts';

/** The description of the API as it is sent, with its entity tag. */
export interface Description {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

/** How many requests may wait while the description is made: they are all answered at the same moment. */
export const mostWaiting = 16;

/**
 * The description, made when it is first asked for, because most servers get no such request. Undefined: too many wait for it already.
 */
export function describedOnce(make: () => Promise<Uint8Array<ArrayBuffer>>): () => Promise<Description | undefined> {
  let making: Promise<Description> | undefined;
  let made: Description | undefined;
  let waiting = 0;
  return async () => {
    if (made) return made;
    if (waiting >= mostWaiting) return undefined;
    waiting++;
    making ??= make()
      .then((body) => (made = { body, etag: etagOf(body) }))
      .finally(() => {
        // If `make` has failed, the next request calls it again.
        making = undefined;
        waiting = 0;
      });
    return making;
  };
}
