/** At most that many UTF-16 units of a text, from its beginning, and no half of a character at the end. */
export const beginningOf = (text: string, units: number): string => text.slice(0, units).replace(/\p{Cs}$/u, '');
