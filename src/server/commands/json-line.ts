/** One line of JSON that no terminal obeys: JSON itself leaves DEL, C1 and the signs that turn the direction as they are. */
export const jsonLine = (value: unknown): string =>
  `${JSON.stringify(value).replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, escape)}\n`;

const escape = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
