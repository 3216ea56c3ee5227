import type { ServerResponse } from 'node:http';
import { securityHeaders } from '#server/http/security-headers.ts';
import { problemAnswer, type ProblemCode, problemOf } from './problem.ts';

/** Answers a request that is refused before it is parsed. */
export function serveProblem(response: ServerResponse, code: ProblemCode): void {
  const problem = problemOf(code);
  const { body, headers } = problemAnswer(problem);
  response.writeHead(problem.status, {
    ...securityHeaders,
    ...headers,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
