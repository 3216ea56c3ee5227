import type { HeaderReader } from './layer.ts';

/** Bytes as text with one character per byte, so that positions in it are those in the frame. */
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

const request =
  /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)( +)([^\s]+)(?:( +)(HTTP\/\d(?:\.\d)?))?[^\r\n]*/;
const status = /^(?:(HTTP\/\d(?:\.\d)?)( +))?(\d{3})(?:( +)([^\r\n]*))?/;

const methods: Readonly<Record<string, string>> = {
  GET: 'asks for what is at the target',
  HEAD: 'asks for the headers alone',
  POST: 'hands over data',
  PUT: 'puts something at the target',
  DELETE: 'removes the target',
  CONNECT: 'asks for a tunnel',
  OPTIONS: 'asks which methods the target allows',
  TRACE: 'asks for its own request back',
  PATCH: 'changes the target',
};
const classes = [
  '',
  'for your information',
  'success',
  'look elsewhere',
  'an error of the client',
  'an error of the server',
] as const;

/** Whether a message begins as HTTP/1 does. The version may be missing where the row says HTTP, as in the exercise. */
export function isHttp(message: Uint8Array, protocol: string): boolean {
  const text = latin1(message.subarray(0, 200));
  if (/^HTTP\/\d(?:\.\d)? +\d{3}|^[A-Z]+ +\S+ +HTTP\/\d/.test(text)) return true;
  return protocol.startsWith('HTTP') && (request.test(text) || /^[1-5]\d\d(?: +\S|\r|$)/.test(text));
}

/** The start line, the headers and the body (RFC 9112). */
export function httpFields(header: HeaderReader, length: number): void {
  const text = latin1(header.slice(0, length));
  const first = request.exec(text);
  if (first) requestLine(header, first);
  else statusLine(header, status.exec(text));
  let at = text.search(/\r?\n/);
  if (at < 0) return;
  at += lineEnd(text, at);
  for (;;) {
    const end = text.slice(at).search(/\r?\n|$/);
    const line = text.slice(at, at + end);
    const ended = lineEnd(text, at + end);
    if (line === '') {
      if (ended > 0) header.field(at, ended, 'Blank line', '', 'ends the headers');
      at += ended;
      break;
    }
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    header.field(
      at,
      end + ended,
      name === '' ? 'Line' : `Header ${utf8(name)}`,
      utf8(name === '' ? line : value),
      'a header',
    );
    at += end + ended;
  }
  if (at < length)
    header.field(at, length - at, 'Body', utf8(text.slice(at)), `${length - at} bytes after the headers`);
}

const lineEnd = (text: string, at: number): number => /^\r?\n/.exec(text.slice(at, at + 2))?.[0].length ?? 0;

function requestLine(
  header: HeaderReader,
  [, method = '', gap = '', target = '', second = '', version]: RegExpExecArray,
): void {
  header.field(0, method.length, 'Method', method, methods[method] ?? '');
  const at = method.length + gap.length;
  header.field(at, target.length, 'Target', utf8(target), 'what the request is about');
  if (version !== undefined) {
    header.field(at + target.length + second.length, version.length, 'Version', version, 'of HTTP');
  }
}

function statusLine(header: HeaderReader, match: RegExpExecArray | null): void {
  const [, version = '', gap = '', code = '', second = '', reason = ''] = match ?? [];
  if (version !== '') header.field(0, version.length, 'Version', version, 'of HTTP');
  const at = version.length + gap.length;
  header.field(at, code.length, 'Status', code, classes[Number(code.charAt(0))] ?? '');
  if (reason !== '')
    header.field(at + code.length + second.length, reason.length, 'Reason', utf8(reason), 'the status in words');
}
