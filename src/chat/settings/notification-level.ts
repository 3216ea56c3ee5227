/**
 * What a user is notified of in a room: all messages, those that mention it, or nothing. Unread messages are counted in
 * any case.
 */
export type Level = 'all' | 'mentions' | 'nothing';

const levels: ReadonlySet<string> = new Set<Level>(['all', 'mentions', 'nothing']);

export const isLevel = (text: string): text is Level => levels.has(text);
