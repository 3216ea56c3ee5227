import type { RoomId, UserId } from '#chat/event.ts';
import type { Find, SearchTerm } from '#chat/search/search-index.ts';

/** Index words for the room and the sender of a message. Each is one word for the tokenizer. */
export const roomTag = (room: RoomId): string => `r${room}`;
export const inboxTag = (user: UserId): string => `i${user}`;
/** The sender's folded name at that time, in hexadecimal because a name may contain any character. */
export const nameTag = (folded: string): string => `n${hex(folded)}`;

const hex = (text: string): string => {
  let written = '';
  for (let at = 0; at < text.length; at++) written += text.charCodeAt(at).toString(16).padStart(4, '0');
  return written;
};

/**
 * The query in FTS5's language (sqlite.org/fts5.html, 3). Words contain only letters and digits, and are quoted, so
 * that none is read as an operator.
 */
export function expressionOf(find: Pick<Find, 'terms' | 'from' | 'parts'>): string {
  const where = find.parts.map(({ room }) => `"${room < 0 ? inboxTag(-room) : roomTag(room)}"`).join(' OR ');
  return expression(find, [`tags : (${where})`]);
}

/** The same for all rooms. Undefined if the query has only rooms or times. */
export const wordsExpression = (find: Pick<Find, 'terms' | 'from'>): string | undefined =>
  find.terms.length === 0 && find.from === undefined ? undefined : expression(find, []);

function expression({ terms, from }: Pick<Find, 'terms' | 'from'>, also: readonly string[]): string {
  const wanted = [...terms.filter(({ not }) => !not).map(phraseOf), ...also];
  if (from !== undefined) wanted.push(`tags : "${nameTag(from)}"`);
  const unwanted = terms.filter(({ not }) => not).map(phraseOf);
  return [`(${wanted.join(' AND ')})`, ...unwanted].join(' NOT ');
}

const phraseOf = ({ words, prefix }: SearchTerm): string => `words : "${words.join(' ')}"${prefix ? ' *' : ''}`;
