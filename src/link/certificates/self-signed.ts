import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, in PEM. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;
/** Ten years, so that it is copied to a client only once. */
const lifetime = 3650 * day;

/**
 * A self-signed certificate for this machine only (`localhost`, 127.0.0.1, ::1), with a P-256 key (RFC 5280). A client can
 * trust exactly this one. Node reads certificates but does not write them; this is all of DER that is needed.
 */
export function selfSigned(now: number): Credentials {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(set(sequence(oid.commonName, der(0x0c, Buffer.from('localhost')))));
  const certificate = sequence(
    der(0xa0, integer(Buffer.of(2))),
    // Positive, and never beginning with zeros.
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    sequence(oid.ecdsaWithSha256),
    name,
    sequence(time(now - day), time(now + lifetime)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(authority, alternativeNames)),
  );
  const signature = sign('sha256', certificate, privateKey);
  const whole = sequence(certificate, sequence(oid.ecdsaWithSha256), der(0x03, Buffer.of(0), signature));
  const lines = whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A length: one byte up to 127; above, a count of bytes and the bytes. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...contents: readonly Uint8Array[]): Buffer => der(0x30, ...contents);
const set = (...contents: readonly Uint8Array[]): Buffer => der(0x31, ...contents);
const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);
const octets = (content: Uint8Array): Buffer => der(0x04, content);

/** UTCTime up to 2049, GeneralizedTime beyond; both to the second. */
function time(at: number): Buffer {
  const text = `${new Date(at).toISOString().replace(/[-:T]|\..*/g, '')}Z`;
  return at < Date.UTC(2050, 0) ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

const oid = {
  commonName: der(0x06, Buffer.from('550403', 'hex')),
  ecdsaWithSha256: der(0x06, Buffer.from('2a8648ce3d040302', 'hex')),
  basicConstraints: der(0x06, Buffer.from('551d13', 'hex')),
  alternativeNames: der(0x06, Buffer.from('551d11', 'hex')),
};

/** Critical, and an authority: some clients trust no other as an anchor. */
const authority = sequence(
  oid.basicConstraints,
  der(0x01, Buffer.of(0xff)),
  octets(sequence(der(0x01, Buffer.of(0xff)))),
);
const ipv6Loopback = Buffer.alloc(16);
ipv6Loopback[15] = 1;
const alternativeNames = sequence(
  oid.alternativeNames,
  octets(sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)), der(0x87, ipv6Loopback))),
);
