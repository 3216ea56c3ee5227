import { harmless } from './visible.ts';

/** In place of the text that somebody has left who is away, for those who are not shown it. */
export const withheldText = 'away';

/** That somebody is away, with the text. */
export const awayWords = (text: string): string => (text === withheldText ? 'is away' : `is away: ${harmless(text)}`);

/** The answer to a private message to a user who is away and has set a text. */
export const awayNote = (name: string, text: string): string =>
  `${name} ${awayWords(text)}${text === withheldText ? '.' : ''}`;
