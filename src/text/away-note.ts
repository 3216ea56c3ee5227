import { harmless } from './visible.ts';

/** What somebody is told who writes to a user that is away from the keyboard, and has left a text. */
export const awayNote = (name: string, text: string): string => `${name} is away: ${harmless(text)}`;
