import type { RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Chat } from '#chat/chat.ts';
import type { Rules } from '#chat/rules.ts';
import type { OwnOrigin } from '#server/http/own-origin.ts';
import type { Sent } from '#server/http/site.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import { type Log, stackOf } from '#server/log.ts';
import { openApi } from './openapi.ts';
import { type Operation, operations } from './operations.ts';
import { answerProblem, problemOf } from './problem.ts';

export interface ApiOptions {
  readonly chat: Chat;
  /** Of the listener. */
  readonly rules: Rules;
  readonly own: OwnOrigin;
  /** What is known of the sender of a request. */
  readonly sentBy: (request: HttpBindings['incoming']) => Sent;
  readonly version: string;
  readonly log: Log;
}

type Env = { Bindings: HttpBindings };

/** Bytes of the body of a request. */
const maxBody = 16 * 1024;

const noStore = { ...securityHeaders, 'Cache-Control': 'no-store' };

/** What programs and the page ask for over HTTP without a link. */
export function createApi({ chat, rules, own, sentBy, version, log }: ApiOptions): RequestListener {
  const app = new Hono<Env>();

  app.use(
    '/api/*',
    bodyLimit({
      maxSize: maxBody,
      onError: (context) =>
        answerProblem(context, { status: 413, code: 'too-large', detail: `A body has at most ${maxBody} bytes.` }),
    }),
  );

  const serve = ({ path, body, run }: Operation): void => {
    app.post(path, async (context) => {
      const sent = sentBy(context.env.incoming);
      // Another site's page may send a form here, but neither JSON nor without saying where it comes from.
      if (own.isForeign(sent)) {
        return answerProblem(context, { status: 403, code: 'foreign', detail: 'This is for the page of this server.' });
      }
      if (!/^application\/json\s*(?:;|$)/i.test(context.req.header('content-type') ?? '')) {
        return answerProblem(context, { status: 415, code: 'not-json', detail: 'The body must be application/json.' });
      }
      const read = body.safeParse(await bodyOf(context));
      if (!read.success) {
        const [issue] = read.error.issues;
        const where = issue?.path.join('.') ?? '';
        const detail = `The body is not valid${where === '' ? '' : ` at ${where}`}: ${issue?.message ?? ''}.`;
        return answerProblem(context, { status: 400, code: 'bad-body', detail });
      }
      const asker = { rules, address: sent.peer.address, gone: context.req.raw.signal };
      const refused = await run(chat, asker, read.data);
      if (refused) return answerProblem(context, problemOf(refused.code, refused.about));
      return context.body(null, 204, noStore);
    });
  };

  for (const each of operations) serve(each);
  const description = JSON.stringify(openApi(version, operations));
  app.get('/api/v1/openapi.json', (context) =>
    context.body(description, 200, { ...noStore, 'Content-Type': 'application/json' }),
  );
  app.notFound((context) =>
    answerProblem(context, { status: 404, code: 'not-found', detail: 'There is nothing here.' }),
  );
  app.onError((error, context) => {
    if (!context.req.raw.signal.aborted) log('bug', { context: 'the API', error: stackOf(error) });
    return answerProblem(context, problemOf('internal'));
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return undefined;
  }
}
