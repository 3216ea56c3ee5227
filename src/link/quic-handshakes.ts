/** Handshakes under way. One takes some 80 kB, and the library waits 10 s for its end. */
export const mostUnderWay = 512;

/** The handshakes of a server that have begun and not ended. */
export class Handshakes {
  readonly #most: number;
  /** In the order in which they began. */
  readonly #underWay = new Set<AbortController>();

  constructor(most: number = mostUnderWay) {
    this.#most = most;
  }

  /**
   * Bounds how many handshakes are under way, when that of a new connection begins. If there are too many, the oldest one ends: that of
   * an honest client takes a tenth of a second, and one that is never finished becomes the oldest.
   */
  watch(connection: object): void {
    const start: unknown = Reflect.get(connection, 'start');
    if (typeof start !== 'function') throw new Error('a connection of QUIC that cannot start');
    Reflect.set(connection, 'start', async (given: unknown, context: { readonly signal?: AbortSignal }) => {
      const end = new AbortController();
      this.#underWay.add(end);
      if (this.#underWay.size > this.#most) this.#endOldest();
      const signal = AbortSignal.any([...(context.signal ? [context.signal] : []), end.signal]);
      signal.addEventListener('abort', () => closeNow(connection));
      try {
        await Reflect.apply(start, connection, [given, { ...context, signal }]);
      } catch (error) {
        // Its timer goes on for some seconds, and would have it send what it may no more.
        Reflect.set(connection, 'send', async () => {});
        throw error;
      } finally {
        this.#underWay.delete(end);
      }
    });
  }

  #endOldest(): void {
    const [oldest] = this.#underWay;
    if (!oldest) return;
    this.#underWay.delete(oldest);
    oldest.abort(new Error('too many handshakes are under way'));
  }
}

/** The library keeps an aborted connection for some seconds, in which its peer may still send. */
function closeNow(connection: object): void {
  const resolve: unknown = Reflect.get(connection, 'resolveClosedP');
  if (typeof resolve === 'function') Reflect.apply(resolve, connection, []);
}
