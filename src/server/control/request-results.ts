import { serverAnswers } from './server-answers.ts';
import { accounts, changeAccount } from './accounts.ts';
import { capture } from './capture.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { history } from './history.ts';
import { takeImport } from './import.ts';
import { peers } from './peers.ts';
import { rooms } from './rooms.ts';
import type { ControlRequest } from './request.ts';
import { isServerRequestKind, type ServerRequest } from './server-request.ts';
import { status } from './status.ts';

/** Carries out a request. `gone`: aborted when nobody waits for the answer. */
export async function* requestResults(source: ChatOrStore, request: ControlRequest, gone: AbortSignal): Results {
  if (isServerRequest(request)) return yield* serverAnswers(source, request);
  switch (request.kind) {
    case 'history':
      return yield* history(source, request, gone);
    case 'rooms':
      return yield* rooms(source, request.private === true);
    case 'listeners':
      yield source.joinable;
      return undefined;
    case 'status':
      return yield* status(source);
    case 'peers':
    case 'peer-add':
    case 'peer-remove':
      return yield* peers(source, request);
    case 'capture-start':
    case 'capture-stop':
    case 'capture-status':
    case 'capture-sessions':
    case 'capture-export':
      return yield* capture(source, request);
    case 'import':
      return yield* takeImport(source, request);
    case 'accounts':
      return yield* accounts(source, request.name);
    case 'account-add':
    case 'account-passwd':
    case 'account-remove':
      return changeAccount(source, request);
  }
}

const isServerRequest = (request: ControlRequest): request is ServerRequest => isServerRequestKind(request.kind);
