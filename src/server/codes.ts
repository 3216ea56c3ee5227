import { createHash, randomBytes } from 'node:crypto';
import { codeBytes, formatCode } from '#chat/rights/codes.ts';
import type { Codes } from '#chat/rights/token.ts';

export const randomCodes: Codes = {
  make: () => formatCode(randomBytes(codeBytes)),
  hash: (code) => createHash('sha256').update(code).digest('hex'),
};
