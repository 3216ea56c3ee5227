import type { Dialect } from './dialect.ts';
import { direct } from './direct/direct.ts';
import { nick } from './nick/nick.ts';
import { pdu } from './pdu/pdu.ts';

/** Every wire protocol we speak. */
export const dialects: readonly Dialect[] = [nick, direct, pdu];
