import type { Hint, Suite } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';
import { restartCheck } from '#lab/check/restart.ts';
import { codeChecks } from './server-code.ts';
import { readmeChecks } from './server-readme.ts';
import { listedClient } from './speak.ts';

const framedReply: Hint = ({ heard, check }) =>
  heard[0] === 1 && !check.startsWith('getmsgs')
    ? 'The reply is framed by SOH and EOT: to a client the original answers with the text alone.'
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
    return 'The sender gets no error for an unknown id: look it up before you store the message, and answer with an error.';
  return check === 'keepalive-count' || check === 'keepalive'
    ? 'KEEPALIVE is not answered: send KEEPALIVE and the number of messages that wait.'
    : undefined;
};

const newlineReply: Hint = ({ says, heard }) => {
  const [, wanted] = /hears something else than (.+)$/.exec(says) ?? [];
  const came = textOf(heard);
  return wanted !== undefined && came !== wanted && came.trim() === wanted
    ? 'A newline comes after the reply: the original sends the text alone.'
    : undefined;
};

/** The answer is right, but something stands before it. */
const sentBefore: Hint = ({ says, heard }) => {
  const [, wanted] = /hears something else than ([A-Z].+)$/.exec(says) ?? [];
  const [start] = wanted?.split('<') ?? [];
  return start !== undefined && textOf(heard).indexOf(start) > 1
    ? `Something comes before ${start.replace(/,$/, '')}: the answer to an earlier command that has none, such as SENDMSG, or a greeting. Send nothing there.`
    : undefined;
};

/** A list of servers that is nearly right. */
const listHint: Hint = ({ says, heard }) => {
  const came = textOf(heard);
  if (!/SERVERS|joined by a semicolon/.test(says) || !/^\u0001?servers/i.test(came)) return undefined;
  if (!/^\u0001?SERVERS/.test(came)) return 'The letters are right, their case is not: the answer begins with SERVERS.';
  if (!came.includes('SERVERS,')) return 'A comma is missing behind SERVERS.';
  if (/SERVERS,\d/.test(came)) return 'The id is missing: an entry is A5_<id>,<ip>,<port>.';
  if (/,\d+,\d+(?:\.\d+){3}/.test(came)) return 'The port stands before the address: an entry is A5_<id>,<ip>,<port>.';
  return (came.match(/A5_/g)?.length ?? 0) > 1 && !came.includes(';')
    ? 'The entries are not separated by a semicolon: join them with ;.'
    : undefined;
};

const sameIds: Hint = ({ check }) =>
  check === 'unique-ids'
    ? 'The counter for ids is reset for each client or each loop: declare it once, outside of the loop.'
    : undefined;

const speaksFirst: Hint = ({ exchange }) => {
  const first = exchange.happenings.find(({ kind }) => kind === 'bytes');
  return first?.kind === 'bytes' && first.by === 'them'
    ? 'The server sends something when a client connects: it should only answer commands.'
    : undefined;
};

const causes: Readonly<Record<string, string>> = {
  'joined-frames': 'One recv may hold two commands: take frame after frame out of a buffer, up to each EOT (04).',
  'split-frame': 'One recv may hold only a part of a command: keep what came until EOT (04).',
  listservers:
    'The command is not recognised, or its answer has another form: strip SOH (01) and EOT (04) before you compare, and answer SERVERS, then A5_<id>,<ip>,<port> of each connection.',
  'two-clients':
    'The list lacks a connection: add each socket that accept gives to the list, and join the entries with ;.',
  helo: 'HELO has one field after its comma: answer with SERVERS, the caller first.',
  'sendmsg-silent': 'SENDMSG is answered: store the message, and send nothing.',
  getmsg:
    'The message is not found, or shown in another way: store it under the name of the group, without SOH and EOT, and answer From <sender>: <text>.',
  'getmsg-empty': 'A group without messages is not looked for: use find or get, and answer.',
  getmsgs: 'Walk over all messages of the group, the oldest first, and send each.',
  'keepalive-count': 'Count the messages that are stored for the group in the command.',
  'sendmsg-short': 'The number of fields is not checked: count them before you use them.',
  leave: 'LEAVE does not close the connection: close the socket, and take it out of the set and of the list.',
  unknown: 'An unknown command ends the client or the server: ignore it, or answer with an error, and go on.',
  greeting: 'HELO with a text is answered with a greeting that has the address and port of the client, and its id.',
  servers: 'SERVERS alone is answered with the list of servers.',
  forwards:
    'The message does not reach its recipient: store it under the id of the recipient, and hand it over at GETMSGS.',
  status: 'STATUSREQ is answered with the uptime, the number of clients, and the load.',
  'cut-off':
    'A client that is gone stops the others: where recv fails, close that socket, take it out of the set, and go on.',
  binary:
    'Bytes that are not a command end the server, or this client: look for SOH and EOT, and drop what is between commands.',
  'too-long': 'A command that is too long ends the server: bound what you keep of one command, and drop the rest.',
};

/** The checks of a server that speaks `tsam` with clients. */
export const tsamServer: Suite = {
  dialect: 'tsam',
  side: 'server',
  checks: [
    ...codeChecks,
    ...readmeChecks,
    restartCheck([1, 5], 'The server is started with a port.', ['listservers'], listedClient),
  ],
  hints: [
    oneAtATime,
    framesHint,
    framedReply,
    newlineReply,
    sentBefore,
    listHint,
    lostCommas,
    goneClient,
    sameIds,
    unanswered,
    speaksFirst,
  ],
  causes,
};
