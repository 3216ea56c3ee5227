import type { Attack } from './attack.ts';
import { churn } from './attacks/churn.ts';
import { commands } from './attacks/commands.ts';
import { datagrams } from './attacks/datagrams.ts';
import { history } from './attacks/history.ts';
import { mailbox } from './attacks/mailbox.ts';
import { flooderBesideReader, stalledReaders, twentyFlooders } from './attacks/nick-flood.ts';
import { parrot } from './attacks/parrot.ts';
import { guessingNobody, guessingOne, registering } from './attacks/passwords.ts';
import { posting } from './attacks/posting.ts';
import { halfHandshakes, resetStreams, unreadStreams, wholeHandshakes } from './attacks/quic.ts';
import { unreadReplies } from './attacks/unread-replies.ts';

export const attacks: readonly Attack[] = [
  unreadReplies('statusreq', 'STATUSREQ'),
  unreadReplies('listservers', 'LISTSERVERS'),
  unreadReplies('helo', 'HELO,A5_9'),
  history,
  parrot,
  posting('post-5', 5),
  posting('post-2k', 2000),
  posting('post-16k', 16_000),
  twentyFlooders,
  flooderBesideReader,
  stalledReaders,
  registering('register'),
  guessingNobody,
  guessingOne,
  churn,
  mailbox,
  datagrams,
  halfHandshakes,
  wholeHandshakes,
  unreadStreams,
  resetStreams,
  commands,
];
