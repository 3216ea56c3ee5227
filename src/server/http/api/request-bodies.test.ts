import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { maxBody } from './body-limit.ts';
import { mostOfOne, type RequestBody, RequestBodies } from './request-bodies.ts';

/** Resolves once the stream has handed over what was written to it. */
const handedOver = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what came of a body is copied, so that short chunks keep neither their objects nor the memory of a read', async () => {
  using body = new RequestBodies().of('192.0.2.1');
  const incoming = new PassThrough();
  const read = body.read(incoming);
  const memory = Buffer.alloc(1);
  for (const letter of 'hello') {
    memory.write(letter);
    incoming.write(memory);
    await handedOver();
  }
  incoming.end();
  assert.equal(Buffer.from(await read).toString(), 'hello');
});

test('bodies that do not end have a bound for each address, and count until their requests are answered', async () => {
  const bodies = new RequestBodies();
  const open: RequestBody[] = [];
  const begin = async (address: string): Promise<PassThrough> => {
    const body = bodies.of(address);
    open.push(body);
    const incoming = new PassThrough();
    void body.read(incoming);
    incoming.write(Buffer.alloc(maxBody));
    await handedOver();
    return incoming;
  };
  const read = async (address: string): Promise<string> => {
    using body = bodies.of(address);
    const told = await body.read(new PassThrough().end('hi'));
    return typeof told === 'string' ? told : Buffer.from(told).toString();
  };
  for (let bytes = 0; bytes < mostOfOne; bytes += maxBody) await begin('2001:db8::1');
  assert.equal(await read('2001:db8::2'), 'too-many-requests');
  assert.equal(await read('192.0.2.1'), 'hi');
  open.pop()?.[Symbol.dispose]();
  assert.equal(await read('2001:db8::2'), 'hi');
});

test('of a body that is too long the rest is not read', async () => {
  using body = new RequestBodies().of('192.0.2.1');
  const incoming = new PassThrough();
  const read = body.read(incoming);
  incoming.write(Buffer.alloc(maxBody + 1));
  assert.equal(await read, 'too-large');
  incoming.write('more');
  await handedOver();
  assert.equal(incoming.readableFlowing, false);
  assert.equal(await body.read(new PassThrough(), maxBody + 1), 'too-large');
});
