import type { Buffer } from 'node:buffer';

import type { Dialogue } from './dialogue.ts';
import type { KindId } from './conversation-kinds.ts';

/** Both sides, one character for each byte, from their beginnings. */
interface Heard {
  readonly client: string;
  readonly server: string;
  readonly chunks: readonly Buffer[];
}

const any = ({ client, server }: Heard, form: RegExp): boolean => form.test(client) || form.test(server);

const greeting = /^\xff.{8}\x7f/s;
const request = /^(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|CONNECT|TRACE) \S+ HTTP\/1\.\d\r?\n/;
const response = /^HTTP\/1\.\d \d{3}/;

/** In order: the first that fits is taken. */
const rows: readonly (readonly [kind: KindId, fits: (heard: Heard) => boolean])[] = [
  [
    'jupyter',
    (heard) =>
      any(heard, /<IDS\|MSG>|"msg_type": ?"|"kernel_id"|\/api\/(?:kernels|sessions|contents)|jupyter|_xsrf=2\|/),
  ],
  ['zmq', (heard) => any(heard, greeting) || isZmtp(heard)],
  ['http2', (heard) => heard.client.startsWith('PRI * HTTP/2')],
  [
    'debugger',
    (heard) =>
      any(
        heard,
        /^JDWP-Handshake|^\d{3}\t-?\d+\t|Content-Length: \d+\r\n(?:[^\n]*\n)?\r\n\{[^{]*"(?:command|event)": ?"|\{"pydevdMessage"|<\?xml[^>]*>\s*<init [^>]*xdebug|^\$[^#]*#[0-9a-f]{2}/s,
      ) ||
      any(
        heard,
        /"type": ?"(?:request|response|event)".{0,200}"seq":|"seq":.{0,200}"type": ?"(?:request|response|event)"/s,
      ),
  ],
  ['languageServer', (heard) => any(heard, /^Content-Length: \d+\r\n|"jsonrpc": ?"2\.0"/)],
  ['websocket', (heard) => any(heard, /\r\nupgrade: websocket/i) || isWebSocket(heard)],
  ['http', (heard) => any(heard, request) || any(heard, response)],
  ['tls', (heard) => isTls(heard)],
  ['ssh', (heard) => any(heard, /^SSH-\d/)],
  [
    'ftp',
    (heard) =>
      /^220[ -].*(?:ftp|filezilla)/i.test(heard.server) ||
      /^(?:USER \S+\r\n|AUTH TLS\r\n)(?:PASS|SYST|FEAT)/.test(heard.client),
  ],
  [
    'mail',
    (heard) => /^(?:220[ -].*smtp|\+OK|\* OK)/i.test(heard.server) || /^(?:EHLO|HELO) \S+\r\n/.test(heard.client),
  ],
  ['rdp', (heard) => /^\x03\x00\x00[\s\S]\S?[\xe0\xd0]/.test(heard.client) || any(heard, /^RFB \d{3}\.\d{3}\n/)],
  ['smb', (heard) => any(heard, /^\x00[\s\S]{3}[\xff\xfe]SMB|^[\x81\x82]\x00\x00\x44 /)],
  ['rpc', (heard) => any(heard, /^\x05\x00[\x00-\x13][\x00-\x3f]\x10\x00\x00\x00/)],
  ['thrift', (heard) => any(heard, /^(?:\x00\x00[\s\S]{2})?\x80\x01\x00[\x01-\x04]\x00\x00/)],
  ['database', (heard) => isDatabase(heard)],
  ['adb', (heard) => any(heard, /^(?:CNXN|OPEN|OKAY|WRTE|CLSE|AUTH)[\s\S]{20}|^[0-9a-f]{4}host:/)],
  ['mqtt', (heard) => /^\x10[\s\S]{1,4}\x00[\x04\x06](?:MQTT|MQIsdp)/.test(heard.client)],
  [
    'socks',
    (heard) => /^\x05[\x01-\x04][\x00-\x02]{1,4}$/.test(heard.client.slice(0, 5)) && heard.server.startsWith('\x05'),
  ],
  ['bittorrent', (heard) => any(heard, /^\x13BitTorrent protocol/)],
  ['deliveryOptimization', (heard) => any(heard, /^\x0eSwarm protocol/)],
  ['telnet', (heard) => any(heard, /^(?:\xff[\xfb-\xfe][\s\S]){2}/)],
];

/** Recognises the protocol of a TCP dialogue that is not a chat, by its bytes. */
export function tcpProtocol(dialogue: Dialogue): KindId | undefined {
  const chunks = dialogue.said.map(({ bytes }) => bytes);
  const heard = { client: dialogue.latin1('client'), server: dialogue.latin1('server'), chunks };
  return rows.find(([, fits]) => fits(heard))?.[0];
}

/** Records of TLS, from the handshake on or from the middle, where the first write may be the rest of a record. */
function isTls({ client, server, chunks }: Heard): boolean {
  const sides = [client, server].filter((side) => side.length >= 6);
  const begins = sides.length > 0 && sides.every((side) => record.test(side) || /^\x80[\s\S]\x01\x03/.test(side));
  const few = chunks.slice(0, 20);
  return (
    begins ||
    (few.length >= 3 && few.filter((chunk) => record.test(chunk.toString('latin1', 0, 5))).length > few.length / 2)
  );
}

const record = /^[\x14-\x17]\x03[\x00-\x04]/;

/** ZMTP from the middle: every write is frames, whole ones, and most are short or carry names of commands. */
function isZmtp({ chunks }: Heard): boolean {
  const few = chunks.slice(0, 20);
  const frames = few.map(framesOfZmtp);
  // An empty last frame is no message: those zeros are a length of four bytes, of something else.
  if (few.length < 2 || frames.some((count) => count === 0) || few.some((chunk) => chunk[0] === 0 && chunk[1] === 0))
    return false;
  const parts = frames.reduce((sum, count) => sum + count, 0);
  return parts > few.length || few.some((chunk) => chunk[0] === 4);
}

/** Frames of ZMTP 3 that fill a chunk exactly; 0 if they do not. */
function framesOfZmtp(chunk: Buffer): number {
  let [at, count] = [0, 0];
  while (at < chunk.length) {
    const flags = chunk[at] ?? 0xff;
    if (flags > 6 || (flags & 5) === 5) return 0;
    const long = (flags & 2) !== 0;
    if (chunk.length - at < (long ? 9 : 2)) return 0;
    at += long ? 9 + Number(chunk.readBigUInt64BE(at + 1) & 0xffff_ffffn) : 2 + (chunk[at + 1] ?? 0);
    count++;
  }
  return at === chunk.length ? count : 0;
}

/** Frames of WebSocket from the middle: those of the client are masked, those of the server are not. */
function isWebSocket({ client, server, chunks }: Heard): boolean {
  const masked = webSocketFrame(client, true);
  const bare = webSocketFrame(server, false);
  if (client !== '' && server !== '') return masked && bare && chunks.length >= 2;
  return client === '' ? bare && chunks.length >= 2 : masked && chunks.length >= 2;
}

/**
 * Whether a frame begins here that says how long it is, in as few bytes as that takes, and is text, binary, ping or
 * pong.
 */
function webSocketFrame(bytes: string, masked: boolean): boolean {
  if (!/^[\x81\x82\x89\x8a\xc1\xc2]/.test(bytes) || bytes.length < 2) return false;
  const said = bytes.charCodeAt(1);
  if (said >= 0x80 !== masked) return false;
  const length = said & 0x7f;
  const long = bytes.charCodeAt(2) * 256 + bytes.charCodeAt(3);
  return length === 126 ? long >= 126 : length === 127 ? bytes.startsWith('\0\0', 2) : true;
}

function isDatabase({ client, server }: Heard): boolean {
  const postgres = /^\x00\x00[\s\S]{2}(?:\x00\x03\x00\x00|\x04\xd2\x16[\x2e\x2f\x30])/.test(client);
  const mysql = /^[\s\S]{3}\x00\x0a[\d.]{3,20}[^\0]*\0/.test(server);
  const redis = /^\*\d+\r\n\$\d+\r\n/.test(client);
  const mongo = /^[\s\S]{12}(?:\xdd\x07|\xd4\x07)\x00\x00/.test(client);
  const sqlServer = /^\x12\x01[\s\S]{2}\x00\x00/.test(client);
  return postgres || mysql || redis || mongo || sqlServer;
}
