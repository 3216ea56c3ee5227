import { CaptureEncoder } from '#lab/capture/capture-encoder.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { path, subprotocol } from '#dialects/web/protocol.ts';
import { joinFrames } from '#text/frames.ts';
import { utf8 } from './bytes.ts';
import type { Seen } from './frame.ts';

export interface Captured {
  readonly frames: readonly Seen[];
  /** The server's dialect, address and version. */
  readonly dialect: string;
  readonly host: string;
  readonly port: number;
  readonly version: string;
  /** Whether the last connection is closed. */
  readonly isOver: boolean;
}

/** Used when the server's address is a name, and for our own address, which a page cannot know. */
const loopback = { four: '127.0.0.1', six: '::1' } as const;
const firstPort = 49_152;

const isAddress = (host: string): boolean => /^(?:\d+\.){3}\d+$|:/.test(host);

/** Converts ms since 1970, with fractions, to ns. */
const nanoseconds = (at: number): bigint =>
  BigInt(Math.floor(at)) * 1_000_000n + BigInt(Math.round((at % 1) * 1_000_000));

/** The HTTP upgrade before the first WebSocket message. The key and its answer are made up. */
function upgrade({ host, port }: Captured): { readonly client: Uint8Array; readonly server: Uint8Array } {
  const name = host.includes(':') ? `[${host}]` : host;
  const lines = (...all: readonly string[]): Uint8Array => utf8(`${all.join('\r\n')}\r\n\r\n`);
  const both = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Protocol: ${subprotocol}`];
  return {
    client: lines(
      ...[`GET ${path} HTTP/1.1`, `Host: ${name}:${port}`, ...both, 'Sec-WebSocket-Version: 13'],
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ),
    server: lines(
      ...['HTTP/1.1 101 Switching Protocols', ...both],
      'Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=',
    ),
  };
}

/**
 * A text message of a WebSocket (RFC 6455, 5.2). Those of a client are masked, here with zeros, which change no byte.
 */
function webSocketMessage(from: Seen['from'], payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const mask = from === 'client' ? 0x80 : 0;
  const size = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : [127, ...long(length)];
  const [first = 0, ...others] = size;
  const head = [0x81, first | mask, ...others, ...(mask ? [0, 0, 0, 0] : [])];
  const message = new Uint8Array(head.length + length);
  message.set(head);
  message.set(payload, head.length);
  return message;
}

const long = (length: number): readonly number[] => [
  ...[0, 0, 0, 0],
  ...[24, 16, 8, 0].map((shift) => (length >>> shift) & 255),
];

const comment =
  'What was written, by which side and when, is real; passwords and codes are masked. The Ethernet, IP and TCP headers ' +
  'are synthesised, and so is the address of the client, which a page does not know, and that of a server it knows by name.';
const webComment =
  ' The HTTP upgrade is made, the messages of the client are masked with zeros, and each line is a message of its own.';

/** Frames as a pcapng file, as a capture on this machine would contain them. */
export function captureOf({ host: written, ...others }: Captured): Uint8Array<ArrayBuffer> {
  // In a URL an address of IPv6 has brackets.
  const captured = { ...others, host: written.replaceAll(/[[\]]/g, '') };
  const { frames, dialect, host, port, version, isOver } = captured;
  const isWeb = dialect === 'web';
  const encoder = new CaptureEncoder(pcapngFormat());
  const parts = [
    encoder.head({ program: `Polylogue ${version}`, comment: `${comment}${isWeb ? webComment : ''}` }),
    encoder.interface({ name: dialect }),
  ];
  const address = isAddress(host) ? host : loopback.four;
  const own = address.includes(':') ? loopback.six : loopback.four;
  const begin = (link: number, at: bigint): void => {
    const client = { address: own, port: firstPort + (link % 16_000) };
    parts.push(encoder.opened(String(link), at, 0, { client, server: { address, port } }));
    if (!isWeb) return;
    const { client: asked, server: answered } = upgrade(captured);
    parts.push(encoder.bytes(String(link), at, 'client', asked), encoder.bytes(String(link), at, 'server', answered));
  };
  const end = (link: number, at: bigint): void => {
    for (const side of ['client', 'server'] as const) parts.push(encoder.finished(String(link), at, side));
  };
  let last: { readonly link: number; readonly at: bigint } | undefined;
  for (const { link, at, from, title, bytes } of frames) {
    const time = nanoseconds(at);
    if (last?.link !== link) {
      if (last) end(last.link, last.at);
      begin(link, time);
    }
    const written = bytes();
    parts.push(encoder.bytes(String(link), time, from, isWeb ? webSocketMessage(from, written) : written, title));
    last = { link, at: time };
  }
  if (last && isOver) end(last.link, last.at);
  return new Uint8Array(joinFrames(parts));
}
