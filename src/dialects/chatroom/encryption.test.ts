import assert from 'node:assert/strict';
import { createPublicKey, webcrypto } from 'node:crypto';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { decode, encode } from './codec.ts';
import { isSealedFor, type Keys, makeKeys, ownKeys, type PeerKey, peerKey, seal, unseal } from './encryption.ts';

/** Made by Python's cryptography 48: a throw-away key, what is sent of it, and something sealed with it. */
const pkcs8 =
  'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDf0KDZVLRHy71kn52lujHcqfhB6AwpX0OZbZ2LH/FnEuiYXQ0z' +
  'M181Z7TgHY5qIMwNg1fQz/TFh/HnBEWXX1Gz9p3VnK/hO/6kOwUSQ5gJAecpBNulcz27k3dVlYqCKWJ4KPQ1j/9X7Yw5EIDhL8oP' +
  'xefPyWxHEdh3t42oFDqt1ITRs8ECjOEgx+XGJtGStJ3kiamDYvPMZ/qeyuQygc8XOBQusc9Zg6BCsFyxj6wfOHynutx7gAP7FoFk' +
  '/D/qklYm6OW3uGMGNFYTlUtsV/WJROF8sEGU8gvDg0gkOxrru/4VCzpWB/XXv253g2lMVqZjRn3kWzyDf6idPrHaWsNVAgMBAAEC' +
  'ggEAa722WLi2amNxQim2TavSyfuGd0+Z3yatV4QVlX4kiu5mysXsj0u5Fu/b+hEwV/V+1Th3gx1AowBc2k1LpOFtZtkexNB/OElV' +
  'vUBuIgso+pkQasYcaEqQGqaUCT6KJTt/3AE3AjvV+0FuwZ+osv564lnuTDAV8CZukr7pMdK/JqMjWSOgEZU952ZtyJ7BpMxxR2CZ' +
  'CYhE4ibDtF0dzui545dZhCedgEEUm5so421P1wUN9uvxqvkpBJhnMPi4qcdCEd6yz0e7RSdx91gUN5ASE56IHzwLRYVLoGb30tXn' +
  'IOeCk3JQDh62LeEaEOrWWRtTcgogswifPrtrJQIu7vZbpwKBgQD2WlPSCtXLxks85bFszeeGhyvkseMJywYgZMKabgH4oMV/B6G5' +
  'slv3hl7LsJtYQvBIz5u10CqzNksBD9Qukb3x6p2Ad+0r6qw7jKgdgAZlYHCckYCdIlzvjUuKjv5h9dQkdH3WPS7qV/KIqgRYXSml' +
  'ywISMnCkVLVo7QYp23U5/wKBgQDolFwjZMeOUa8gUlptUivMha0PbQ1NOM+lkAbyp31ifvUvOffxVWN68rZBT4RsKzZpYC6g84Vr' +
  'E/C0M5RXpZn7Ccmp48yr4UrOR+zatC0Zer574UoEusOtldijC83mLh0V23j3gWSL+7sP/WOMOe7kwlYUdoDnr4iAi0TSM5b6qwKB' +
  'gQDnPtbbnUwe4d4SJdIsPgOMpimvnMNvl+ICWlLJv2WeStvYaAOJWkE10i39qaPIb905m5egTO0oGFjDgGY96JSSFxcNVoWM6dYO' +
  'd/P+7QQT+Tj73yEJXw451zoHsD5dGfKu3aKZjgkR9Mg3PNCjWaAUfsFM74gI2XMIMSXN+LDLZQKBgQC8TtLC/WftPQmz+7mnZa58' +
  'q4bRRJROf77v58sYUK/ePbi6gg7T4TToaPdTrdQj2GD3tJ5MRp8xcTWkUVa8GCKx9NzIpt4iFAkDN4z4DoWtaYostt29MpIYS4jZ' +
  'ikctJQz7k3U/wA3uoOR2L8yXzpgzs30KmGAKNj8pBJm2L3sAfQKBgHkrgG/zIW17hjqGPdGggdB4FCZ98LaG1v3uvcNLvCxOlP4G' +
  '4fHDn67sii7/vQ6ieVscvZKiMX/z0g1DPpmCdhCAcV3vFWw2UfUXoJu19QzLSLnV+BI9ZAqcOLThBhSvdVnGC9EARfCrUyPeEKYR' +
  'KHaZvjiZo7P8QXuVsaVEGkLG';
const shown =
  'LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEFNSUlCQ2dLQ0FRRUEzOUNn' +
  'MlZTMFI4dTlaSitkcGJveAozS240UWVnTUtWOURtVzJkaXgveFp4TG9tRjBOTXpOZk5XZTA0QjJPYWlETURZTlgwTS8weFlmeDV3' +
  'UkZsMTlSCnMvYWQxWnl2NFR2K3BEc0ZFa09ZQ1FIbktRVGJwWE05dTVOM1ZaV0tnaWxpZUNqME5ZLy9WKzJNT1JDQTRTL0sKRDhY' +
  'bno4bHNSeEhZZDdlTnFCUTZyZFNFMGJQQkFvemhJTWZseGliUmtyU2Q1SW1wZzJMenpHZjZuc3JrTW9IUApGemdVTHJIUFdZT2dR' +
  'ckJjc1krc0h6aDhwN3JjZTRBRCt4YUJaUHcvNnBKV0p1amx0N2hqQmpSV0U1VkxiRmYxCmlVVGhmTEJCbFBJTHc0TklKRHNhNjd2' +
  'K0ZRczZWZ2YxMTc5dWQ0TnBURmFtWTBaOTVGczhnMytvblQ2eDJsckQKVlFJREFRQUIKLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0t' +
  'Cg==';
const sealed =
  'jX/euBsiiuSyu8DglApJ6hePYTIQVXwTq6V5ACua2uqVIoiW3RSAXDMejuB1aEtxVFwuxIx0DzJmjIe+g8eLa7RUOluTVOjsLPu2' +
  'koSsb/wR0SLUxHLlAmbEDiLJ9MGubDuOhGu20xHuhqpiG+CZntZITn2lTGw7wJarKPRlK3Y2hrsNnWcfovSrfqJgUyiuhjmmSIZ1' +
  'O7J/Ii5hNukorEpw1kuNWRYqIE6jewmeJGOKgfZEWNPTHHL/lm+tPZUdpscKxb4TOGYwQN2KU4yoCTYw7ckYBVTbMHGDkeOUGTKK' +
  '03b4cDcWONwx1ueVs3M7Ksx1OOR1QNG7MVNSU12xgg==;Z0FBQUFBQnJBYUZPZFYtbEhwT1FSTzVPYlJMRXRGV1g5em5QUkxDUUx' +
  'PR1k2LU9uWk9UMGg0LThSd1FES3ZKNzRkNGMtX2I1RFgtYVk5MGJGcWtORXdhU2lVT25TTkxzS1E9PQ==';

const now = Date.UTC(2026, 10, 20, 21, 31);

const taken = (bytes: Uint8Array): PeerKey => {
  const key = peerKey(bytes);
  assert.ok(key);
  return key;
};

/** What is sent of a key of these numbers, which need not be one. */
function rsaKey(modulus: bigint, exponent: bigint): Uint8Array {
  const number = (value: bigint): Buffer => {
    const hex = value.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  };
  const [n, e] = [modulus, exponent].map((value) => number(value).toString('base64url'));
  const key = createPublicKey({ key: { kty: 'RSA', n: n ?? '', e: e ?? '' }, format: 'jwk' });
  return encode(Buffer.from(key.export({ type: 'spki', format: 'pem' })).toString('base64'));
}

async function pythons(): Promise<Keys> {
  const der = Buffer.from(pkcs8, 'base64');
  const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' };
  const privateKey = await webcrypto.subtle.importKey('pkcs8', der, oaep, false, ['decrypt']);
  return { privateKey, shown: encode(shown) };
}

describe('sealed', () => {
  test('by Python, it can be decrypted', async () => {
    const opened = await unseal(encode(sealed), await pythons());
    assert.equal(opened && decode(opened), 's3cret é');
  });

  test('it has the same lengths as in the original', async () => {
    const key = taken(encode(shown));
    const rows = [
      [0, 481],
      [15, 481],
      [16, 505],
      [31, 505],
      [32, 533],
      [100, 649],
    ] as const;
    for (const [data, length] of rows) {
      assert.equal((await seal(new Uint8Array(data), key, now)).length, length);
    }
  });

  test('only the owner of the key can decrypt it', async () => {
    const [ours, theirs] = [await ownKeys(), await makeKeys()];
    for (const text of ['', 'psst secret', 'é👋', 'x'.repeat(300_000)]) {
      const blob = await seal(encode(text), taken(ours.shown), now);
      const opened = await unseal(blob, ours);
      assert.equal(opened && decode(opened), text);
      assert.equal(await unseal(blob, theirs), undefined);
    }
  });

  test('twice, it gives different bytes', async () => {
    const key = taken(encode(shown));
    assert.notDeepEqual(await seal(encode('psst'), key, now), await seal(encode('psst'), key, now));
  });

  test('its token contains the time', async () => {
    const blob = decode(await seal(encode('psst'), taken(encode(shown)), now));
    const token = Buffer.from(Buffer.from(blob.split(';')[1] ?? '', 'base64').toString(), 'base64url');
    assert.equal(token[0], 0x80);
    assert.equal(Number(token.readBigUInt64BE(1)) * 1000, now);
  });

  test('changed or cut anywhere, it cannot be decrypted', async () => {
    const keys = await ownKeys();
    const whole = await seal(encode('psst'), taken(keys.shown), now);
    for (let at = 0; at < whole.length; at += 7) {
      // The padding of base64 is not missed.
      if (at < whole.length - 8) assert.equal(await unseal(whole.subarray(0, at), keys), undefined, `cut at ${at}`);
      const changed = Uint8Array.from(whole, (byte, place) => (place === at ? byte ^ 1 : byte));
      const opened = await unseal(changed, keys);
      // The last sign of base64 has bits that count for nothing.
      assert.ok(opened === undefined || decode(opened) === 'psst', `changed at ${at}`);
    }
  });

  test('any other bytes are not decrypted, and cause no error', async () => {
    const keys = await ownKeys();
    for (const junk of ['', ';', ';;', 'a;b', `${sealed};`, sealed, '\0;\0']) {
      assert.equal(await unseal(encode(junk), keys), undefined, junk.slice(0, 20));
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 900 }), async (junk) => {
        assert.equal(await unseal(junk, keys), undefined);
      }),
      { numRuns: 30 },
    );
  });
});

describe('keys', () => {
  test('are shown as the original shows them, in 604 bytes', async () => {
    const keys = await ownKeys();
    assert.equal(keys.shown.length, 604);
    assert.ok(decode(keys.shown).startsWith('LS0tLS1CRUdJTiBQ'));
    assert.equal(await ownKeys(), keys);
    assert.deepEqual(taken(keys.shown).shown, keys.shown);
  });

  test('of other kinds are refused', async () => {
    const { subtle } = webcrypto;
    const pem = (der: ArrayBuffer, what = 'PUBLIC KEY'): Uint8Array => {
      const text = `-----BEGIN ${what}-----\n${Buffer.from(der).toString('base64')}\n-----END ${what}-----\n`;
      return encode(Buffer.from(text).toString('base64'));
    };
    const curve = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    assert.equal(peerKey(pem(await subtle.exportKey('spki', curve.publicKey))), undefined);
    const rsa = { name: 'RSA-OAEP', hash: 'SHA-256', publicExponent: Uint8Array.of(1, 0, 1) };
    const short = await subtle.generateKey({ ...rsa, modulusLength: 512 }, true, ['encrypt', 'decrypt']);
    assert.equal(peerKey(pem(await subtle.exportKey('spki', short.publicKey))), undefined);
    const der = new Uint8Array(Buffer.from(pkcs8, 'base64')).buffer;
    assert.equal(peerKey(pem(der, 'PRIVATE KEY')), undefined);
    for (const junk of ['', 'bob', shown.slice(0, 400)]) assert.equal(peerKey(encode(junk)), undefined);
  });

  test('with which nothing can be sealed are refused at little cost', async () => {
    const odd = (bits: number): bigint => (1n << BigInt(bits - 1)) + 12_345n;
    assert.equal(peerKey(rsaKey(odd(2048) + 1n, 65_537n)), undefined, 'even');
    assert.equal(peerKey(rsaKey(1n << 2047n, 65_537n)), undefined, '2^2047');
    assert.equal(peerKey(rsaKey(odd(1016), 65_537n)), undefined, 'small');
    assert.equal(peerKey(rsaKey(odd(4104), 65_537n)), undefined, 'large');
    assert.equal(peerKey(rsaKey(odd(4096), (1n << 4000n) + 1n)), undefined, 'a large exponent');
    assert.equal(peerKey(rsaKey(odd(2048), 65_539n)), undefined, 'one that is larger than any');
    for (const exponent of [0n, 1n, 2n, 4n]) peerKey(rsaKey(odd(2048), exponent));
    assert.equal(peerKey(rsaKey(odd(2048), 1n)), undefined, 'one that hides nothing');
    const largest = peerKey(rsaKey(odd(4096), 65_537n));
    assert.equal(largest?.bytes, 512);
    assert.ok((await seal(encode('psst'), largest, now)).length > 600);
    assert.equal(peerKey(encode(shown + ' '.repeat(4096))), undefined, 'long');
  });
});

describe('the form of what is sealed', () => {
  test('is recognised for texts sealed for this key, and for no others', async () => {
    const key = taken(encode(shown));
    const small = taken(rsaKey((1n << 1023n) + 12_345n, 65_537n));
    for (const length of [0, 15, 16, 100, 16_384 + 34, 20_480]) {
      const blob = await seal(new Uint8Array(length), key, now);
      assert.ok(isSealedFor(blob, key), `${length}`);
      assert.ok(!isSealedFor(blob, small), `${length} for another key`);
    }
    assert.ok(isSealedFor(encode(sealed), key), 'what Python has sealed');
    const [block = '', token = ''] = sealed.split(';');
    const tokenOf = (bytes: Buffer): string => Buffer.from(bytes.toString('base64url')).toString('base64');
    for (const junk of [
      ...[
        '',
        ';',
        'a;b',
        'junk'.repeat(250_000),
        `${sealed};`,
        `${sealed}\n`,
        ` ${sealed}`,
        block,
        `${block};`,
        `;${token}`,
      ],
      ...[`${block.slice(4)};${token}`, `${block};${token.slice(4)}`, `${block};${token.slice(0, -8)}`],
      `${block};${Buffer.from('\u001b]52;c;evil\u0007').toString('base64')}`,
      `${block};${tokenOf(Buffer.alloc(73))}`,
      `${block};${tokenOf(Buffer.concat([Buffer.of(0x80), Buffer.alloc(71)]))}`,
    ]) {
      assert.ok(!isSealedFor(encode(junk), key), junk.slice(0, 30));
    }
    const least = Buffer.concat([Buffer.of(0x80), Buffer.alloc(72)]);
    const padded = Buffer.from(least.toString('base64').replaceAll('+', '-').replaceAll('/', '_'));
    assert.ok(isSealedFor(encode(`${block};${padded.toString('base64')}`), key));
    assert.ok(!isSealedFor(await seal(new Uint8Array(40_000), key, now), key), 'more than a text can be');
  });
});
