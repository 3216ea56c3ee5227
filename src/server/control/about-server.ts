import { isChatSetting, isSettingValue, settingsShown, valuesOf } from '#chat/chat-settings.ts';
import { accountKey } from '#chat/keys.ts';
import { quoted } from '#text/quoted.ts';
import { noAccount } from './accounts.ts';
import { audit } from './audit.ts';
import { changeRoom } from './change-room.ts';
import { codes, makeCode, revokeCode } from './codes.ts';
import { done } from './done.ts';
import { isGrantRequestKind, type GrantRequest } from './grant-request.ts';
import { grants } from './grants.ts';
import type { Ground, Results } from './ground.ts';
import { moderate } from './moderate.ts';
import { refusalSentence } from './refusals.ts';
import { roomList } from './room-info.ts';
import { isRoomRequest } from './room-request.ts';
import type { ServerRequest } from './server-request.ts';
import { who } from './who.ts';

/** What is asked about the server as a whole. */
export async function* aboutServer(ground: Ground, request: ServerRequest): Results {
  if (isGrantRequest(request)) return yield* grants(ground, request);
  switch (request.kind) {
    case 'room-list':
      return yield* roomList(ground);
    case 'who':
      return yield* who(ground, request.room);
    case 'settings':
      yield settingsShown(ground.store.chatSettings());
      return undefined;
    case 'setting':
      return changeSetting(ground, request);
    case 'codes':
      return yield* codes(ground);
    case 'code-make':
    case 'account-reset':
      return yield* makeCode(ground, request);
    case 'code-revoke':
      return revokeCode(ground, request.id);
    case 'account-role':
      return yield* changeRole(ground, request);
    case 'audit':
      return yield* audit(ground, request);
    default:
      return yield* isRoomRequest(request) ? changeRoom(ground, request) : moderate(ground, request);
  }
}

const isGrantRequest = (request: ServerRequest): request is GrantRequest => isGrantRequestKind(request.kind);

async function changeSetting(
  ground: Ground,
  { name, value }: ServerRequest & { kind: 'setting' },
): Promise<string | undefined> {
  // The command that asks may be of another version.
  if (!isChatSetting(name)) return `There is no setting ${quoted(name)}.`;
  if (value !== '' && !isSettingValue(name, value)) return `${name} is ${valuesOf(name)}, not ${quoted(value)}.`;
  const answer = await ground.command({ kind: 'setting', name, value });
  return answer.kind === 'refusal' ? refusalSentence(answer, name) : undefined;
}

async function* changeRole(ground: Ground, { name, role }: ServerRequest & { kind: 'account-role' }): Results {
  if (!ground.store.accountNamed(accountKey(ground.store, name))) return noAccount(name);
  return yield* done(ground, { kind: 'serverRole', user: name, role }, undefined, name);
}
