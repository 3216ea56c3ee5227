/** Of what a user is told in a room: of all messages, of those that mention it, or of nothing. It counts unread ones in any case. */
export type Level = 'all' | 'mentions' | 'nothing';

const levels: ReadonlySet<string> = new Set<Level>(['all', 'mentions', 'nothing']);

export const isLevel = (text: string): text is Level => levels.has(text);
