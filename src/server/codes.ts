import { createHash, randomBytes } from 'node:crypto';
import { codeBytes, formatCode } from '#chat/codes.ts';
import type { Codes } from '#chat/token.ts';

export const randomCodes: Codes = {
  make: () => formatCode(randomBytes(codeBytes)),
  hash: (code) => createHash('sha256').update(code).digest('hex'),
};
