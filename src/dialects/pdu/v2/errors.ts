import { maxLabel } from '#chat/rights/grant.ts';
import { maxAway, maxIgnored, maxListed, maxKicked, maxReactions, maxReason, maxText, maxTopic } from '#chat/limits.ts';
import { asRefusal, type Refusal, type RefusalCode } from '#chat/refusal.ts';
import type { Frame } from '#text/frames.ts';

import { maxPdu } from '../codec.ts';
import { maxDepth } from '../json.ts';
import { formatPdu, type Ref, types } from '../talk-codec.ts';

export interface ErrorKind {
  readonly code: number;
  /** The server closes the connection after it. */
  readonly fatal?: boolean;
  /** The same request may succeed later; after a fatal error, a new connection may. */
  readonly retry?: boolean;
  readonly message: string;
}

export type ErrorName =
  | 'ended'
  | 'timeout'
  | 'elsewhere'
  | 'malformed'
  | 'pdu-long'
  | 'pdu-deep'
  | 'unknown-type'
  | 'bad-field'
  | 'not-logged-in'
  | 'logged-in'
  | 'bad-login'
  | 'bad-name'
  | 'name-taken'
  | 'no-guests'
  | 'registration-closed'
  | 'registrations-used'
  | 'bad-password'
  | 'bad-room'
  | 'no-room'
  | 'not-member'
  | 'too-many-rooms'
  | 'no-user'
  | 'to-self'
  | 'text-long'
  | 'topic-long'
  | 'mailbox-full'
  | 'quota-used'
  | 'bad-cursor'
  | 'busy'
  | 'internal'
  | 'replaced'
  | 'account-changed'
  | 'has-account'
  | 'not-allowed'
  | 'last-owner'
  | 'user-not-here'
  | 'invite-only'
  | 'bad-key'
  | 'room-full'
  | 'accounts-only'
  | 'moderated'
  | 'slow-mode'
  | 'bad-code'
  | 'no-message'
  | 'not-yours'
  | 'too-late'
  | 'bad-reaction'
  | 'too-many-reactions'
  | 'ignores-full'
  | 'reason-long'
  | 'bad-search'
  | 'banned'
  | 'muted'
  | 'server-banned'
  | 'name-banned'
  | 'rename-banned'
  | 'bad-mask'
  | 'no-address'
  | 'list-full'
  | 'not-listed'
  | 'bad-time'
  | 'too-many-hit'
  | 'user-banned'
  | 'ignores-self'
  | 'kicked'
  | 'put-out';

/** Every error, by its name. The codes are fixed; 4 and 5 are sent in version 1.x only, while versions are negotiated. */
export const errors: Readonly<Record<ErrorName, ErrorKind>> = {
  ended: { code: 1, fatal: true, retry: true, message: 'Session ended by the server' },
  timeout: { code: 2, fatal: true, retry: true, message: 'Session timed out due to inactivity' },
  elsewhere: { code: 3, message: 'User already logged in from another location' },
  malformed: { code: 6, message: 'Not a valid PDU' },
  'pdu-long': { code: 7, message: `A PDU has at most ${maxPdu} bytes` },
  'pdu-deep': { code: 8, message: `A PDU has at most ${maxDepth} levels of objects and arrays` },
  'unknown-type': { code: 9, message: 'This version has no such request' },
  'bad-field': { code: 10, message: 'A field is missing or has an invalid value' },
  'not-logged-in': { code: 11, message: 'Log in first' },
  'logged-in': { code: 12, message: 'This connection has logged in already' },
  'bad-login': { code: 13, message: 'Wrong name or password' },
  'bad-name': { code: 14, message: 'Not a valid name' },
  'name-taken': { code: 15, message: 'The name is taken' },
  'no-guests': { code: 16, message: 'A password is needed here' },
  'registration-closed': { code: 17, message: 'Only the operator of this server can create accounts' },
  'registrations-used': { code: 18, retry: true, message: 'Too many accounts were created from your address' },
  'bad-password': { code: 19, message: 'A password is one word of at most 128 characters' },
  'bad-room': { code: 20, message: 'Not a valid room name' },
  'no-room': { code: 21, message: 'There is no such room' },
  'not-member': { code: 22, message: 'You are not in this room' },
  'too-many-rooms': { code: 23, message: 'You are in too many rooms' },
  'no-user': { code: 24, message: 'There is no such user' },
  'to-self': { code: 25, message: 'You cannot message yourself' },
  'text-long': { code: 26, message: `A message has at most ${maxText} bytes` },
  'topic-long': { code: 27, message: `A topic has at most ${maxTopic} bytes` },
  'mailbox-full': { code: 28, retry: true, message: 'The mailbox of this user is full; nothing was done' },
  'quota-used': { code: 29, retry: true, message: 'You have reached the hourly limit; nothing was done' },
  'bad-cursor': { code: 30, message: 'That cursor is not in this history' },
  busy: { code: 31, retry: true, message: 'The server cannot do this now' },
  internal: { code: 32, retry: true, message: 'Internal server error; nothing was done' },
  replaced: { code: 33, fatal: true, message: 'User logged in from another location' },
  'account-changed': { code: 34, fatal: true, message: 'Account was changed' },
  'has-account': { code: 35, message: 'You already have an account' },
  'not-allowed': { code: 36, message: 'You are not allowed to do that' },
  'last-owner': { code: 37, message: 'You are the only owner: make somebody else an owner first' },
  'user-not-here': { code: 38, message: 'That user is not there' },
  'invite-only': { code: 39, message: 'You need an invitation to join this room' },
  'bad-key': { code: 40, message: 'You need the right key to join this room' },
  'room-full': { code: 41, retry: true, message: 'The room is full' },
  'accounts-only': { code: 42, message: 'This room takes accounts only' },
  moderated: { code: 43, message: 'This room is moderated: you may read, but not speak' },
  'slow-mode': { code: 44, retry: true, message: 'Wait a little between two messages in this room' },
  'bad-code': { code: 45, message: 'That code is not valid, or no longer' },
  'no-message': { code: 46, message: 'There is no such message' },
  'not-yours': { code: 47, message: 'This is not your message' },
  'too-late': { code: 48, message: 'It is too late to change this message' },
  'bad-reaction': { code: 49, message: 'A reaction is one emoji, or up to 8 ASCII characters without spaces' },
  'too-many-reactions': { code: 50, message: `A message has at most ${maxReactions} different reactions` },
  'reason-long': { code: 51, message: `A reason has at most ${maxReason} bytes` },
  'bad-search': { code: 52, message: 'That cannot be searched for' },

  banned: { code: 53, message: 'You are banned from this room' },
  muted: { code: 54, message: 'You are muted' },
  'server-banned': { code: 55, message: 'You are banned from this server' },
  'name-banned': { code: 56, message: 'This name is banned from this server' },
  'rename-banned': { code: 57, message: 'You cannot change your name while you are banned or muted' },
  'bad-mask': { code: 58, message: 'Not a mask' },
  'no-address': { code: 59, message: 'That user is away, or has an address that is local or shared by many' },
  'list-full': { code: 60, message: `A list has at most ${maxListed} entries` },
  'not-listed': { code: 61, message: 'That list does not have this mask' },
  'bad-time': { code: 62, message: 'Not a time after now' },
  'too-many-hit': { code: 63, message: `That would remove more than ${maxKicked} people at once` },
  kicked: { code: 64, fatal: true, retry: true, message: 'An operator of this server has ended your session' },
  'put-out': { code: 65, fatal: true, message: 'You were banned from this server' },
  'ignores-full': { code: 66, message: `You ignore ${maxIgnored} users already` },
  'user-banned': { code: 67, message: 'A ban keeps that user out of this room; lift it first' },
  'ignores-self': { code: 68, message: 'You cannot ignore yourself' },
};

/** The facts of a ban, a mute or a limit: its end in ms since 1970, and the reason that an operator gave. `room`: the present name of a renamed room. */
type Why = Pick<Refusal, 'until' | 'reason' | 'room'>;

interface ErrorDetails extends Why {
  /** The payload's field that is wrong. */
  readonly field?: string;
  /** The sentence to use in place of the usual one of this error. */
  readonly sentence?: string;
}

export function errorPdu(
  name: ErrorName,
  ref?: Ref,
  { field, sentence, until, reason, room }: ErrorDetails = {},
): Frame {
  const { code, fatal = false, retry = false, message: usual } = errors[name];
  const message = sentence ?? usual;
  const end = until === undefined ? {} : { until };
  const more = {
    ...(field !== undefined && { field }),
    ...end,
    ...(reason !== undefined && { reason }),
    ...(room !== undefined && { room }),
  };
  return formatPdu(types.error, { code, name, fatal, retry, message, ...more }, ref);
}

const refusals: Readonly<Record<RefusalCode, ErrorName>> = {
  'name-invalid': 'bad-name',
  'name-reserved': 'bad-name',
  'name-taken': 'name-taken',
  'name-registered': 'name-taken',
  'name-fixed': 'has-account',
  'credential-stale': 'bad-login',
  'password-wrong': 'bad-login',
  'password-invalid': 'bad-password',
  'password-needed': 'bad-password',
  'account-in-use': 'elsewhere',
  'no-guests': 'no-guests',
  'registration-closed': 'registration-closed',
  'code-needed': 'registration-closed',
  'too-many-registrations': 'registrations-used',
  'registered-already': 'has-account',
  'not-here': 'not-logged-in',
  'here-already': 'logged-in',
  'room-invalid': 'bad-room',
  'no-room': 'no-room',
  'room-renamed': 'no-room',
  'no-user': 'no-user',
  'not-member': 'not-member',
  'to-self': 'to-self',
  'ignores-self': 'ignores-self',
  'away-long': 'bad-field',
  'text-long': 'text-long',
  'too-many-rooms': 'too-many-rooms',
  'topic-long': 'topic-long',
  'not-allowed': 'not-allowed',
  'last-owner': 'last-owner',
  'user-not-here': 'user-not-here',
  'invite-only': 'invite-only',
  'wrong-key': 'bad-key',
  'room-full': 'room-full',
  'accounts-only': 'accounts-only',
  moderated: 'moderated',
  'slow-mode': 'slow-mode',
  'token-invalid': 'bad-code',
  'no-message': 'no-message',
  'not-yours': 'not-yours',
  'too-late': 'too-late',
  'reaction-invalid': 'bad-reaction',
  'too-many-reactions': 'too-many-reactions',
  'too-many-ignored': 'ignores-full',
  'reason-long': 'reason-long',
  banned: 'banned',
  muted: 'muted',
  'user-banned': 'user-banned',
  'server-banned': 'server-banned',
  'name-banned': 'name-banned',
  'rename-banned': 'rename-banned',
  'mask-invalid': 'bad-mask',
  'no-address': 'no-address',
  'list-full': 'list-full',
  'not-listed': 'not-listed',
  'time-invalid': 'bad-time',
  'too-many-hit': 'too-many-hit',
  'cursor-invalid': 'bad-cursor',
  'mailbox-full': 'mailbox-full',
  'quota-used': 'quota-used',
  'disk-full': 'busy',
  'search-busy': 'busy',
  locked: 'busy',
  'too-many-tokens': 'busy',
  'token-limits': 'bad-field',
  'grant-invalid': 'bad-login',
  'out-of-scope': 'not-allowed',
  'too-many-grants': 'busy',
  'label-invalid': 'bad-field',
  'too-fast': 'busy',
  'setting-invalid': 'bad-field',
  'setting-changed': 'busy',
  unavailable: 'busy',
  internal: 'internal',
};

/** Sentences for refusals that share their error with others: the usual sentence of that error would name another request or reason. */
const ownSentences: { readonly [code in RefusalCode]?: string } = {
  'away-long': `The text of who is away has at most ${maxAway} bytes`,
  'code-needed': 'An invitation code is needed to create an account here',
  'disk-full': "The server's disk is full; try again later",
  'label-invalid': `A label has 1 to ${maxLabel} characters, in one line`,
  locked: 'The database is locked by another program; try again in a moment',
  'name-fixed': 'A registered name cannot be changed',
  'name-registered': 'The name has a password',
  'name-reserved': 'The name is reserved',
  'out-of-scope': 'This access code does not allow that',
  'password-needed': 'That is an invitation code: choose a password, and send both',
  'search-busy': 'Your last search is still under way; try again in a moment',
  'setting-changed': 'Somebody else has changed this setting meanwhile',
  'setting-invalid': 'There is no such setting, or it cannot have that value',
  'token-limits': 'A code ends in the future, and can be used once or more often',
  'too-fast': 'Too many requests at once; try again in a moment',
  'too-many-grants': 'There are too many of these; revoke some of them first',
  'too-many-tokens': 'There are too many unused codes; revoke some of them first',
};

/** A client words the facts itself, in its own time zone. */
export function refusedPdu(refused: RefusalCode | Refusal, ref?: Ref): Frame {
  const { code, until, reason, room } = asRefusal(refused);
  if (code === 'room-renamed')
    return errorPdu(refusals[code], ref, { sentence: `This room is now called ${room}`, room });
  const sentence = ownSentences[code];
  return errorPdu(refusals[code], ref, { until, reason, ...(sentence !== undefined && { sentence }) });
}
