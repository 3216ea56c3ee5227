import { aboutServer } from './about-server.ts';
import { accounts, changeAccount } from './accounts.ts';
import { capture } from './capture.ts';
import type { Ground, Results } from './ground.ts';
import { history } from './history.ts';
import { takeImport } from './import.ts';
import { peers } from './peers.ts';
import { rooms } from './rooms.ts';
import type { ControlRequest } from './request.ts';
import { isServerRequestKind, type ServerRequest } from './server-request.ts';
import { status } from './status.ts';

/** Does what is asked. `gone`: nobody waits for it any more. */
export async function* perform(ground: Ground, request: ControlRequest, gone: AbortSignal): Results {
  if (isServerRequest(request)) return yield* aboutServer(ground, request);
  switch (request.kind) {
    case 'history':
      return yield* history(ground, request, gone);
    case 'rooms':
      return yield* rooms(ground, request.private === true);
    case 'listeners':
      yield ground.entrances;
      return undefined;
    case 'status':
      return yield* status(ground);
    case 'peers':
    case 'peer-add':
    case 'peer-remove':
      return yield* peers(ground, request);
    case 'capture-start':
    case 'capture-stop':
    case 'capture-status':
    case 'capture-sessions':
    case 'capture-export':
      return yield* capture(ground, request);
    case 'import':
      return yield* takeImport(ground, request);
    case 'accounts':
      return yield* accounts(ground, request.name);
    case 'account-add':
    case 'account-passwd':
    case 'account-remove':
      return changeAccount(ground, request);
  }
}

const isServerRequest = (request: ControlRequest): request is ServerRequest => isServerRequestKind(request.kind);
