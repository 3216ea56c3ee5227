import { isChatSetting } from '#chat/chat-settings.ts';
import type { Event, KeptKind, Role, UserRef } from '#chat/event.ts';
import { isTokenPurpose, type TokenPurpose } from '#chat/token.ts';
import { text } from './rows.ts';
import { exits, StoreError } from './store-error.ts';

/** How the fields of an event are written into the column `body`, and read from it. */
interface Body<E> {
  readonly format: (event: E) => string | null;
  /** The body for an empty text, where the column is null. */
  readonly parse: (body: string) => E;
}

const nothing = <K extends 'joined' | 'left'>(kind: K): Body<{ readonly kind: K }> => ({
  format: () => null,
  parse: () => ({ kind }),
});

/** The events that are kept. Bodies written by older versions must stay readable. */
const bodies: { readonly [K in KeptKind]: Body<Event<K>> } = {
  founded: {
    format: ({ epoch }) => epoch,
    parse: (body) => ({ kind: 'founded', epoch: body }),
  },
  /** `[NODE,RULES,[ID,NAME],…]`; older ones are `[NODE,RULES,ID,…]`. */
  began: {
    format: ({ node, rules, ended }) => JSON.stringify([node, rules, ...ended.map(({ id, name }) => [id, name])]),
    parse(body) {
      const [node, rules, ...ended] = list(JSON.parse(body));
      return { kind: 'began', node: words(node), rules: number(rules), ended: ended.map(userOf) };
    },
  },
  renamed: {
    format: ({ before }) => before,
    parse: (body) => ({ kind: 'renamed', before: body }),
  },
  joined: nothing('joined'),
  left: nothing('left'),
  topic: {
    format: (event) => event.text,
    parse: (body) => ({ kind: 'topic', text: body }),
  },
  /** `[NAME,VALUE,BEFORE]`. */
  setting: {
    format: ({ name, value, before }) => JSON.stringify([name, value, before]),
    parse(body) {
      const [name, value, before] = list(JSON.parse(body)).map(words);
      if (name === undefined || !isChatSetting(name)) return wrong(name);
      return { kind: 'setting', name, value: words(value), before: words(before) };
    },
  },
  /** `[ID,NAME,ROLE,BEFORE]`. */
  role: {
    format: ({ user, role, before }) => JSON.stringify([user.id, user.name, role, before]),
    parse(body) {
      const [id, name, role, before] = list(JSON.parse(body));
      return { kind: 'role', user: { id: number(id), name: words(name) }, role: roleOf(role), before: roleOf(before) };
    },
  },
  /** `[PURPOSE,USES,UNTIL,ROOM,ACCOUNT]`: 0 for what it does not have, else the last two are `[ID,NAME]`. */
  tokenMade: {
    format: ({ purpose, uses, until = 0, to, account }) =>
      JSON.stringify([purpose, uses, until, to ? [to.id, to.name] : 0, account ? [account.id, account.name] : 0]),
    parse(body) {
      const [purpose, uses, until, to, account] = list(JSON.parse(body));
      return {
        kind: 'tokenMade',
        purpose: purposeOf(purpose),
        uses: number(uses),
        ...(until !== 0 && { until: number(until) }),
        ...(to !== 0 && { to: userOf(to) }),
        ...(account !== 0 && { account: userOf(account) }),
      };
    },
  },
  tokenRevoked: {
    format: ({ token, purpose }) => JSON.stringify([token, purpose]),
    parse(body) {
      const [token, purpose] = list(JSON.parse(body));
      return { kind: 'tokenRevoked', token: number(token), purpose: purposeOf(purpose) };
    },
  },
  message: {
    format: (event) => event.text,
    parse: (body) => ({ kind: 'message', text: body }),
  },
};

/** An imported message is stored as a separate kind: `MILLIS TEXT`. */
const imported: Body<Event<'message'>> = {
  format: ({ said, text }) => `${said} ${text}`,
  parse(body) {
    const end = body.indexOf(' ');
    return { kind: 'message', text: body.slice(end + 1), said: Number(body.slice(0, end)) };
  },
};

const importedKind = 'imported';

/** As the column `kind` has it. */
export const kindOf = (event: Event): string => (isImportedMessage(event) ? importedKind : event.kind);

/** As the column `body` has it. */
export function bodyOf(event: Event): string | null {
  if (isImportedMessage(event)) return imported.format(event);
  if (!isKept(event)) throw new Error(`an event of the kind ${event.kind} has no body to keep`);
  return format(event);
}

const format = <K extends KeptKind>(event: Event<K>): string | null => bodies[event.kind].format(event);

/** From the two columns. */
export function eventOf(kind: string, body: string | null): Event {
  if (kind === importedKind) return imported.parse(text(body));
  if (!isKeptKind(kind)) {
    throw new StoreError(exits.corrupt, `The database holds an entry of the unknown kind ${kind}.`);
  }
  return bodies[kind].parse(body ?? '');
}

const isImportedMessage = (event: Event): event is Event<'message'> =>
  event.kind === 'message' && event.said !== undefined;

const isKeptKind = (kind: string): kind is KeptKind => Object.hasOwn(bodies, kind);
const isKept = (event: Event): event is Event<KeptKind> => isKeptKind(event.kind);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : wrong(value));

/** Older entries do not have the names of the users who ended. */
function userOf(value: unknown): UserRef {
  if (typeof value === 'number') return { id: value, name: '' };
  const [id, name] = list(value);
  return { id: number(id), name: words(name) };
}

const roleOf = (value: unknown): Role =>
  value === 'member' || value === 'voice' || value === 'operator' || value === 'owner' ? value : wrong(value);
const purposeOf = (value: unknown): TokenPurpose => {
  const purpose = words(value);
  return isTokenPurpose(purpose) ? purpose : wrong(value);
};

const words = (value: unknown): string => (typeof value === 'string' ? value : wrong(value));
const number = (value: unknown): number => (typeof value === 'number' ? value : wrong(value));

function wrong(value: unknown): never {
  throw new StoreError(exits.corrupt, `The database holds ${JSON.stringify(value)} in an entry, where that cannot be.`);
}
