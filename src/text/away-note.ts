import { harmless } from './visible.ts';

/** The answer to a private message to a user who is away and has set a text. */
export const awayNote = (name: string, text: string): string => `${name} is away: ${harmless(text)}`;
