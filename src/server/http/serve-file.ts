import type { IncomingMessage, ServerResponse } from 'node:http';
import { isKnown } from './etag.ts';
import type { PageFile } from './page-files.ts';
import { securityHeaders } from './security-headers.ts';

const month = 30 * 24 * 3600;

/** Answers GET and HEAD with a file of the page, compressed if the browser accepts that. */
export function serveFile(file: PageFile, { method, headers }: IncomingMessage, response: ServerResponse): void {
  const { etag, type, lasting } = file;
  const common = {
    ...securityHeaders,
    'Cache-Control': lasting ? `public, max-age=${12 * month}, immutable` : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
  };
  if (isKnown(headers['if-none-match'], etag)) {
    response.writeHead(304, common).end();
    return;
  }
  const accepts = /(?:^|[\s,])(?:gzip|\*)(?!\s*;\s*q=0(?:\.0*)?(?:[\s,]|$))/.test(
    String(headers['accept-encoding'] ?? ''),
  );
  const gzip = accepts ? file.gzip : undefined;
  const bytes = gzip ?? file.bytes;
  response.writeHead(200, {
    ...common,
    'Content-Type': type,
    'Content-Length': bytes.length,
    ...(gzip && { 'Content-Encoding': 'gzip' }),
  });
  if (method === 'HEAD') response.end();
  else response.end(bytes);
}

/** Answers with a sentence. */
export function serveText(response: ServerResponse, status: number, sentence: string): void {
  const body = Buffer.from(`${sentence}\n`);
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
