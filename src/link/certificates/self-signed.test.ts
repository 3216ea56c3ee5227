import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import { selfSigned } from './self-signed.ts';

const now = Date.UTC(2026, 10, 20, 21, 31);

test('a certificate for this machine, signed by itself', () => {
  const { cert, key } = selfSigned(now);
  const certificate = new X509Certificate(cert);
  assert.equal(certificate.subject, 'CN=localhost');
  assert.equal(certificate.issuer, 'CN=localhost');
  assert.equal(certificate.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  assert.equal(certificate.checkHost('localhost'), 'localhost');
  assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(certificate.checkHost('example.org'), undefined);
  assert.equal(certificate.ca, true);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.ok(certificate.checkIssued(certificate));
  assert.ok(certificate.checkPrivateKey(createPrivateKey(key)));
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
});

test('from yesterday on, for ten years', () => {
  const { validFromDate, validToDate } = new X509Certificate(selfSigned(now).cert);
  assert.equal(validFromDate.getTime(), now - 86_400_000);
  assert.equal(validToDate.getTime(), now + 3650 * 86_400_000);
  const late = Date.UTC(2045, 0);
  assert.equal(new X509Certificate(selfSigned(late).cert).validToDate.getTime(), late + 3650 * 86_400_000);
});

test('two certificates never have the same serial number', () => {
  const [one, other] = [selfSigned(now), selfSigned(now)].map(({ cert }) => new X509Certificate(cert));
  assert.notEqual(one?.serialNumber, other?.serialNumber);
});
