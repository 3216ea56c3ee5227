/** Characters that JSON writes with six bytes. */
const escaped = /[\0-\x07\x0b\x0e-\x1f]/;

/** An upper bound of the bytes of a text as JSON in UTF-8, computed without encoding it. */
export const maxInJson = (text: string): number => text.length * (escaped.test(text) ? 6 : 3);
