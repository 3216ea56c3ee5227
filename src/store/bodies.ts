import { isChatSetting } from '#chat/settings/chat-settings.ts';
import type { Event, KeptKind, Role, ServerRole } from '#chat/event.ts';
import { integer, list, text, userOf, wrong } from './body-values.ts';
import {
  formatEdited,
  formatReacted,
  formatRedacted,
  parseEdited,
  parseReacted,
  parseRedacted,
  type TextNow,
} from './change-body.ts';
import {
  formatImported,
  formatMessage,
  importedMessage,
  messageKind,
  messageWithHead,
  parseImported,
  parseMessage,
} from './message-body.ts';
import { invited, kicked, listed, unlisted } from './moderation-bodies.ts';
import { isRoomSetting } from '#chat/settings/room-settings.ts';
import { exits, StoreError } from './store-error.ts';
import { tokenMade, tokenRevoked, usedBody } from './token-bodies.ts';

/** How the fields of an event are written into the column `body`, and read from it. */
interface Body<E> {
  readonly format: (event: E) => string | null;
  /** The body of an empty text: the column is null. */
  readonly parse: (body: string, textNow: TextNow) => E;
}

/** A reason. Without one the column is null. */
const reasonOf = (body: string): { readonly reason?: string } => (body === '' ? {} : { reason: body });

/** The events that are kept. Bodies written by older versions must stay readable. */
const bodies: { readonly [K in KeptKind]: Body<Event<K>> } = {
  founded: {
    format: ({ epoch }) => epoch,
    parse: (body) => ({ kind: 'founded', epoch: body }),
  },
  credential: {
    format: ({ used }) => usedBody.format(used),
    parse: (body) => ({ kind: 'credential', ...usedBody.parse(body) }),
  },
  registeredWith: {
    format: ({ used }) => usedBody.format(used),
    parse: (body) => ({ kind: 'registeredWith', used: usedBody.parse(body).used ?? wrong(body) }),
  },
  /** `here`, or empty. */
  unregistered: {
    format: ({ here }) => (here ? 'here' : null),
    parse: (body) => ({ kind: 'unregistered', here: body === 'here' }),
  },
  /** `[NODE,RULES,[ID,NAME],…]`; older ones are `[NODE,RULES,ID,…]`. */
  began: {
    format: ({ node, rules, ended }) => JSON.stringify([node, rules, ...ended.map(({ id, name }) => [id, name])]),
    parse(body) {
      const [node, rules, ...ended] = list(JSON.parse(body));
      return { kind: 'began', node: text(node), rules: integer(rules), ended: ended.map(userOf) };
    },
  },
  renamed: {
    format: ({ before }) => before,
    parse: (body) => ({ kind: 'renamed', before: body }),
  },
  joined: {
    format: ({ used }) => usedBody.format(used),
    parse: (body) => ({ kind: 'joined', ...usedBody.parse(body) }),
  },
  left: {
    format: ({ reason }) => reason ?? null,
    parse: (body) => ({ kind: 'left', ...reasonOf(body) }),
  },
  closed: {
    format: ({ reason }) => reason ?? null,
    parse: (body) => ({ kind: 'closed', ...reasonOf(body) }),
  },
  roomNamed: {
    format: ({ before }) => before,
    parse: (body) => ({ kind: 'roomNamed', before: body }),
  },
  /** `NAME VALUE`. */
  set: {
    format: ({ name, value }) => `${name} ${value}`,
    parse(body) {
      const end = body.indexOf(' ');
      const name = body.slice(0, end);
      return isRoomSetting(name) ? { kind: 'set', name, value: body.slice(end + 1) } : wrong(name);
    },
  },
  topic: {
    format: (event) => event.text,
    parse: (body) => ({ kind: 'topic', text: body }),
  },
  /** `[NAME,VALUE,BEFORE]`. */
  setting: {
    format: ({ name, value, before }) => JSON.stringify([name, value, before]),
    parse(body) {
      const [name, value, before] = list(JSON.parse(body)).map(text);
      if (name === undefined || !isChatSetting(name)) return wrong(name);
      return { kind: 'setting', name, value: text(value), before: text(before) };
    },
  },
  /** `[ID,NAME,ROLE,BEFORE]`. */
  role: {
    format: ({ user, role, before }) => JSON.stringify([user.id, user.name, role, before]),
    parse(body) {
      const [id, name, role, before] = list(JSON.parse(body));
      return { kind: 'role', user: { id: integer(id), name: text(name) }, role: roleOf(role), before: roleOf(before) };
    },
  },
  /** `[ID,NAME,ROLE,BEFORE]`. */
  serverRole: {
    format: ({ user, role, before }) => JSON.stringify([user.id, user.name, role, before]),
    parse(body) {
      const [id, name, role, before] = list(JSON.parse(body));
      const user = { id: integer(id), name: text(name) };
      return { kind: 'serverRole', user, role: serverRoleOf(role), before: serverRoleOf(before) };
    },
  },
  tokenMade,
  tokenRevoked,
  listed,
  unlisted,
  kicked,
  invited,
  message: {
    format: (event) => event.text,
    parse: (body) => ({ kind: 'message', text: body }),
  },
  edited: { format: formatEdited, parse: parseEdited },
  redacted: { format: formatRedacted, parse: parseRedacted },
  reacted: { format: formatReacted, parse: parseReacted },
};

/** The value of the column `kind`. */
export const kindOf = (event: Event): string => (event.kind === 'message' ? messageKind(event) : event.kind);

/** The value of the column `body`. */
export function bodyOf(event: Event): string | null {
  if (event.kind === 'message') return messageBody(event);
  if (!isKept(event)) throw new Error(`an event of the kind ${event.kind} is never stored`);
  return format(event);
}

function messageBody(event: Event<'message'>): string {
  switch (messageKind(event)) {
    case messageWithHead:
      return formatMessage(event);
    case importedMessage:
      return formatImported(event);
    default:
      return event.text;
  }
}

const format = <K extends KeptKind>(event: Event<K>): string | null => bodies[event.kind].format(event);

/** Reads an event from the two columns. */
export function eventOf(kind: string, body: string | null, textNow: TextNow): Event {
  if (kind === messageWithHead) return parseMessage(text(body));
  if (kind === importedMessage) return parseImported(text(body));
  if (!isKeptKind(kind)) {
    throw new StoreError(exits.corrupt, `The database contains an entry of the unknown kind ${kind}.`);
  }
  return bodies[kind].parse(body ?? '', textNow);
}

const isKeptKind = (kind: string): kind is KeptKind => Object.hasOwn(bodies, kind);
const isKept = (event: Event): event is Event<KeptKind> => isKeptKind(event.kind);

const roleOf = (value: unknown): Role =>
  value === 'member' || value === 'voice' || value === 'operator' || value === 'owner' ? value : wrong(value);
const serverRoleOf = (value: unknown): ServerRole | 'none' =>
  value === 'none' || value === 'operator' || value === 'owner' ? value : wrong(value);
