import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ClientNetworks } from './client-network.ts';

/** A session from there comes and goes. */
function visit(networks: ClientNetworks, address: string): void {
  networks.leave(address, networks.enter(address));
}

describe('the network of a session', () => {
  test('is the same for all sessions of an IPv4 address, and of an IPv6 /64', () => {
    const networks = new ClientNetworks();
    const [four, six] = [networks.enter('192.0.2.1'), networks.enter('2001:db8:0:7::1')];
    assert.equal(networks.enter('192.0.2.1'), four);
    assert.notEqual(networks.enter('192.0.2.2'), four);
    assert.equal(networks.enter('2001:db8:0:7:9::2'), six);
    assert.notEqual(networks.enter('2001:db8:0:8::1'), six);
  });

  test('is remembered after its last session: who reconnects is limited as before', () => {
    const networks = new ClientNetworks();
    const network = networks.enter('192.0.2.1');
    networks.leave('192.0.2.1', network);
    assert.equal(networks.enter('192.0.2.1'), network);
  });

  test('is forgotten when ten thousand others were left later', () => {
    const networks = new ClientNetworks();
    const [first, second] = [networks.enter('192.0.2.1'), networks.enter('192.0.2.2')];
    const open = networks.enter('192.0.2.3');
    networks.leave('192.0.2.1', first);
    networks.leave('192.0.2.2', second);
    for (let n = 0; n < 9999; n++) visit(networks, `10.0.${n >> 8}.${n & 255}`);
    assert.equal(networks.enter('192.0.2.2'), second);
    assert.notEqual(networks.enter('192.0.2.1'), first);
    assert.equal(networks.enter('192.0.2.3'), open);
  });
});
