import { protocolName } from '#lab/encapsulate/packets/services.ts';

import { dnsFields } from './dns-fields.ts';
import { httpFields, isHttp } from './http-fields.ts';
import { ntpFields } from './ntp-fields.ts';
import { HeaderReader, type Layer } from './layer.ts';

/** What a packet carries of a message. */
export interface Carried {
  readonly protocol: string;
  /** Sent as a message of this protocol in place of the row's text. */
  readonly made: 'DNS' | 'NTP' | undefined;
  /** The part of the message that the packet carries: from byte `from` on, of a message of `of` bytes. */
  readonly part: { readonly from: number; readonly of: number };
}

/** The message, from `offset` to the end of the frame. */
export function applicationLayer(frame: Uint8Array, offset: number, { protocol, made, part }: Carried): Layer {
  const header = new HeaderReader(frame, offset);
  const length = frame.length - offset;
  const name = made ?? protocolName(protocol);
  if (part.of > length) {
    const last = part.from + length - 1;
    header.field(
      0,
      length,
      'Part',
      `bytes ${part.from} to ${last}`,
      `of a message of ${part.of} bytes: it needs several segments`,
    );
  } else if (made === 'DNS') dnsFields(header, length);
  else if (made === 'NTP') ntpFields(header);
  else if (isHttp(header.slice(0, length), name)) httpFields(header, length);
  if (made === undefined)
    header.field(0, length, 'Message', new TextDecoder().decode(header.slice(0, length)), sizeWords(length));
  return { layer: 'Application', protocol: name === '' ? 'Message' : name, offset, length, fields: header.fields };
}

const sizeWords = (length: number): string => {
  if (length === 0) return 'empty: no bytes';
  return `the text as UTF-8, ${length} ${length === 1 ? 'byte' : 'bytes'}`;
};
