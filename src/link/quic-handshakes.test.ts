import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Handshakes } from './quic-handshakes.ts';

/** A connection whose handshake ends when the test says so. */
class Starting {
  readonly #over = Promise.withResolvers<void>();
  closed = false;

  async start(_given: unknown, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    signal.addEventListener('abort', () => this.#over.reject(signal.reason));
    await this.#over.promise;
  }

  readonly finish = (): void => this.#over.resolve();

  resolveClosedP(): void {
    this.closed = true;
  }
}

test('of too many handshakes under way the oldest one is ended', async () => {
  const handshakes = new Handshakes(2);
  const begin = (): { readonly connection: Starting; readonly ended: Promise<string> } => {
    const connection = new Starting();
    handshakes.watch(connection);
    const ended = connection.start({}, { signal: new AbortController().signal }).then(
      () => 'finished',
      (error: unknown) => String(error),
    );
    return { connection, ended };
  };
  const [first, second] = [begin(), begin()];
  assert.equal(first.connection.closed, false);
  const third = begin();
  assert.equal(await first.ended, 'Error: too many handshakes are under way');
  assert.equal(first.connection.closed, true);
  second.connection.finish();
  assert.equal(await second.ended, 'finished');
  const fourth = begin();
  assert.equal(third.connection.closed, false);
  for (const { connection } of [third, fourth]) connection.finish();
  assert.deepEqual(await Promise.all([third.ended, fourth.ended]), ['finished', 'finished']);
});

test('a server that stops ends them, and sends nothing on them', async () => {
  const handshakes = new Handshakes();
  const connection = new Starting();
  handshakes.watch(connection);
  const stop = new AbortController();
  const ended = connection.start({}, { signal: stop.signal });
  stop.abort(new Error('stopping'));
  await assert.rejects(ended, { message: 'stopping' });
  assert.equal(typeof Reflect.get(connection, 'send'), 'function');
});
