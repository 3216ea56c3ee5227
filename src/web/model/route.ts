/** A place in the page: the part of its address after `#`, which browsers do not send to the server. */
export type Route =
  | { readonly kind: 'home' }
  /** A channel by `#name`, or a person by name. `message`: the message to show. `code`: an invitation code. */
  | { readonly kind: 'room'; readonly name: string; readonly message?: number; readonly code?: string }
  | { readonly kind: 'invite' | 'owner' | 'reset'; readonly token: string };

const tokenKinds = ['invite', 'owner', 'reset'] as const;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const seqOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/**
 * Parses `#/lobby`, `#/@alice`, `#/lobby/m/123`, `#/tea/join/CODE`, `#/invite/CODE`; anything else is the start page.
 */
export function parseRoute(fragment: string): Route {
  const parts = fragment.replace(/^#?\/?/, '').split('/');
  const [first = '', second, third] = parts.map(decoded);
  if (first === '') return { kind: 'home' };
  const kind = tokenKinds.find((name) => name === first);
  if (kind !== undefined && second !== undefined && third === undefined) return { kind, token: second };
  // An `@` at the beginning of a channel's name is escaped.
  const name = parts[0]?.startsWith('@') ? first.slice(1) : `#${first}`;
  const message = second === 'm' ? seqOf(third) : undefined;
  const code = second === 'join' ? third : undefined;
  return { kind: 'room', name, ...(message !== undefined && { message }), ...(code !== undefined && { code }) };
}

/** The address of a room, or of a message in it. */
export function roomAddress(name: string, message?: number): string {
  const room = name.startsWith('#') ? encodeURIComponent(name.slice(1)) : `@${encodeURIComponent(name)}`;
  return message === undefined ? `#/${room}` : `#/${room}/m/${message}`;
}

/** The address of an invitation to a channel, or, without one, to register. */
export const invitationAddress = (name: string | undefined, code: string): string =>
  name === undefined ? `#/invite/${encodeURIComponent(code)}` : `${roomAddress(name)}/join/${encodeURIComponent(code)}`;
