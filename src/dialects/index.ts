import { chatroom } from './chatroom/chatroom.ts';
import type { Dialect } from './dialect.ts';
import { direct } from './direct/direct.ts';
import { nick } from './nick/nick.ts';
import { pdu } from './pdu/pdu.ts';
import { tsam } from './tsam/tsam.ts';
import { web } from './web/web.ts';

/** Every wire protocol we speak. */
export const dialects: readonly Dialect[] = [nick, direct, tsam, chatroom, pdu, web];
