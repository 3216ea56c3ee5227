import { formatAddress } from '#lab/capture/address.ts';

import { type HeaderReader, hexOf } from './layer.ts';

const secondsBefore1970 = 2_208_988_800;

/** A message as `ntpMessage` makes it (RFC 5905). */
export function ntpFields(header: HeaderReader): void {
  const mode = header.u8(0) & 7;
  header.field(0, 1, 'Leap indicator', header.u8(0) >> 6, 'no leap second is near (upper 2 bits)');
  header.field(0, 1, 'Version', (header.u8(0) >> 3) & 7, 'of NTP (3 bits)');
  header.field(0, 1, 'Mode', mode, mode === 4 ? 'a server answers (lower 3 bits)' : 'a client asks (lower 3 bits)');
  header.field(
    1,
    1,
    'Stratum',
    header.u8(1),
    header.u8(1) === 0 ? 'not given' : 'number of servers between this one and a reference clock, plus 1',
  );
  header.field(2, 1, 'Poll', header.u8(2), 'the client asks every 2^n seconds; this is n');
  header.field(3, 1, 'Precision', (header.u8(3) << 24) >> 24, 'the clock is precise to 2^n seconds; this is n');
  header.field(4, 4, 'Root delay', header.u32(4), 'time to the reference clock and back');
  header.field(8, 4, 'Root dispersion', header.u32(8), 'greatest error relative to the reference clock');
  header.field(12, 4, 'Reference', formatAddress(header.slice(12, 4)), 'the server that this one asks');
  const times = ['Reference time', 'Origin time', 'Receive time', 'Transmit time'];
  const meanings = ['when the clock was set', 'when the question was sent', 'when it came', 'when this was sent'];
  for (const [nth, name] of times.entries()) {
    const at = 16 + 8 * nth;
    header.field(at, 8, name, timeOf(header, at), meanings[nth] ?? '');
  }
}

function timeOf(header: HeaderReader, at: number): string {
  if (hexOf(header.slice(at, 8)) === '00 00 00 00 00 00 00 00') return 'not given';
  const ms = (header.u32(at) - secondsBefore1970) * 1000 + Math.round((header.u32(at + 4) / 0x1_0000_0000) * 1000);
  return new Date(ms).toISOString();
}
