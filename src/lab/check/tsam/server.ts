import type { Hint, Suite } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';
import { restartCheck } from '#lab/check/restart.ts';
import { codeChecks } from './server-code.ts';
import { readmeChecks } from './server-readme.ts';
import { listedClient } from './speak.ts';

const framedReply: Hint = ({ heard, check }) =>
  heard[0] === 1 && !check.startsWith('getmsgs')
    ? 'The reply stands in SOH and EOT: to a client the original answers with the text alone.'
    : undefined;

const framesHint: Hint = ({ check, heard }) => {
  if (check === 'joined-frames') {
    return 'Two commands came in one recv and only one was answered: take frame after frame out of a buffer, up to each EOT (04).';
  }
  return check === 'split-frame'
    ? heard.length > 0
      ? 'Half a command was taken as a whole one: keep what came until EOT (04).'
      : 'A command that came in two pieces is dropped: keep what came until EOT (04).'
    : undefined;
};

const oneAtATime: Hint = ({ check, says }) =>
  (check === 'silent-client' || check === 'two-clients') && says.includes('nothing')
    ? 'The second client is not served while the first is connected: put all sockets into the set that select looks at.'
    : undefined;

const lostCommas: Hint = ({ check, heard }) =>
  check === 'getmsg' && /RANDOM/.test(textOf(heard)) && !/RANDOM MESSAGE/.test(textOf(heard))
    ? 'A part of the text is lost: only the first two commas separate fields, the rest is text.'
    : undefined;

const goneClient: Hint = ({ check }) =>
  check === 'off-the-list'
    ? 'Remove the client from the list where recv returns 0 or fails, not only at LEAVE.'
    : undefined;

const unanswered: Hint = ({ check, heard }) => {
  if (heard.length > 0) return undefined;
  if (check === 'unknown-recipient')
    return 'The sender is not told that nobody has this id: look it up before you store the message, and answer with an error.';
  return check === 'keepalive-count' || check === 'keepalive'
    ? 'KEEPALIVE is not answered: send KEEPALIVE and the number of messages that wait.'
    : undefined;
};

const sameIds: Hint = ({ check }) =>
  check === 'unique-ids'
    ? 'The counter for ids is made anew for each client or each loop: declare it once, outside of the loop.'
    : undefined;

/** The checks of a server that speaks `tsam` with clients. */
export const tsamServer: Suite = {
  dialect: 'tsam',
  side: 'server',
  checks: [
    ...codeChecks,
    ...readmeChecks,
    restartCheck([1, 5], 'The server is started with a port.', ['listservers'], listedClient),
  ],
  hints: [oneAtATime, framesHint, framedReply, lostCommas, goneClient, sameIds, unanswered],
};
