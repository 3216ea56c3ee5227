/** A place of the page, as the part of its address behind `#`: it never reaches the server. */
export type Route =
  | { readonly kind: 'home' }
  /** A channel by `#name`, or a person by name; `message`: the one to show. */
  | { readonly kind: 'room'; readonly name: string; readonly message?: number | undefined }
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

/** Reads `#/lobby`, `#/@alice`, `#/lobby/m/123`, `#/invite/CODE`; anything else is the beginning. */
export function parseRoute(fragment: string): Route {
  const parts = fragment.replace(/^#?\/?/, '').split('/');
  const [first = '', second, third] = parts.map(decoded);
  if (first === '') return { kind: 'home' };
  const kind = tokenKinds.find((name) => name === first);
  if (kind !== undefined && second !== undefined && third === undefined) return { kind, token: second };
  // A channel's own `@` is escaped.
  const name = parts[0]?.startsWith('@') ? first.slice(1) : `#${first}`;
  const message = second === 'm' ? seqOf(third) : undefined;
  return message === undefined ? { kind: 'room', name } : { kind: 'room', name, message };
}

/** The address of a room, or of a message in it. */
export function roomAddress(name: string, message?: number): string {
  const room = name.startsWith('#') ? encodeURIComponent(name.slice(1)) : `@${encodeURIComponent(name)}`;
  return message === undefined ? `#/${room}` : `#/${room}/m/${message}`;
}
