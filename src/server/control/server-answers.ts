import { isChatSetting, isSettingValue, settingsShown, valuesOf } from '#chat/settings/chat-settings.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import { quoted } from '#text/quoted.ts';
import { noAccount } from './accounts.ts';
import { audit } from './audit.ts';
import { changeRoom } from './change-room.ts';
import { codes, makeCode, revokeCode } from './codes.ts';
import { done } from './post-as-server.ts';
import { isGrantRequestKind, type GrantRequest } from './grant-request.ts';
import { grants } from './grants.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { moderate } from './moderate.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { roomList } from './room-info.ts';
import { isRoomRequest } from './room-request.ts';
import type { ServerRequest } from './server-request.ts';
import { who } from './who.ts';

/** Answers requests about the whole server. */
export async function* serverAnswers(source: ChatOrStore, request: ServerRequest): Results {
  if (isGrantRequest(request)) return yield* grants(source, request);
  switch (request.kind) {
    case 'room-list':
      return yield* roomList(source);
    case 'who':
      return yield* who(source, request.room);
    case 'settings':
      yield settingsShown(source.store.chatSettings());
      return undefined;
    case 'setting':
      return changeSetting(source, request);
    case 'codes':
      return yield* codes(source, request.room);
    case 'code-make':
    case 'account-reset':
      return yield* makeCode(source, request);
    case 'code-revoke':
      return revokeCode(source, request.id);
    case 'account-role':
      return yield* changeRole(source, request);
    case 'audit':
      return yield* audit(source, request);
    default:
      return yield* isRoomRequest(request) ? changeRoom(source, request) : moderate(source, request);
  }
}

const isGrantRequest = (request: ServerRequest): request is GrantRequest => isGrantRequestKind(request.kind);

async function changeSetting(
  source: ChatOrStore,
  { name, value }: ServerRequest & { kind: 'setting' },
): Promise<string | undefined> {
  // The command may have another version.
  if (!isChatSetting(name)) return `There is no setting ${quoted(name)}.`;
  if (value !== '' && !isSettingValue(name, value)) return `${name} is ${valuesOf(name)}, not ${quoted(value)}.`;
  const answer = await source.command({ kind: 'setting', name, value });
  return answer.kind === 'refusal' ? refusalSentence(answer, name) : undefined;
}

async function* changeRole(source: ChatOrStore, { name, role }: ServerRequest & { kind: 'account-role' }): Results {
  if (!source.store.accountNamed(accountKey(source.store, name))) return noAccount(name);
  return yield* done(source, { kind: 'serverRole', user: name, role }, undefined, name);
}
