import type { Side, Suite } from './check.ts';
import { chatroomClient } from './chatroom/client.ts';
import { chatroomServer } from './chatroom/server.ts';
import { directClient } from './direct/client.ts';
import { directServer } from './direct/server.ts';
import { nickClient } from './nick/client.ts';
import { nickServer } from './nick/server.ts';
import { pduClientSuite } from './pdu/client.ts';
import { pduServer } from './pdu/server.ts';
import { tsamClientSuite } from './tsam/client.ts';
import { tsamServer } from './tsam/server.ts';

/** All suites there are. */
export const suites: readonly Suite[] = [
  nickServer,
  nickClient,
  directServer,
  directClient,
  tsamServer,
  tsamClientSuite,
  chatroomServer,
  chatroomClient,
  pduServer,
  pduClientSuite,
];

export const suiteFor = (dialect: string, side: Side): Suite | undefined =>
  suites.find((suite) => suite.dialect === dialect && suite.side === side);
