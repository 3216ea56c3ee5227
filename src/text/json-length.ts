/** Characters that JSON writes with six bytes. */
const escaped = /[\0-\x07\x0b\x0e-\x1f]/;

/** The most bytes that a text may have as JSON in UTF-8: known without writing it. */
export const mostInJson = (text: string): number => text.length * (escaped.test(text) ? 6 : 3);
