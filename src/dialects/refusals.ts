import { maxLabel } from '#chat/rights/grant.ts';
import { maxAway, maxIgnored, maxListed, maxKicked, maxReactions, maxReason, maxText, maxTopic } from '#chat/limits.ts';
import { asRefusal, type Refusal, type RefusalCode } from '#chat/refusal.ts';

import { withFacts } from './refusal-facts.ts';

/** Groups of refusals that a dialect may answer with one sentence. */
export type RefusalGroup =
  /** The name itself is not allowed. */
  | 'bad-name'
  /** The name is in use. */
  | 'taken'
  /** The password is wrong, or one is needed. */
  | 'wrong-password'
  /** An account cannot be created, or not with this password. */
  | 'registration'
  /** The session is not logged in, or already is. */
  | 'presence'
  /** There is no such room, or the session is not in it. */
  | 'room'
  /** There is no such user, or their mailbox is full. */
  | 'person'
  /** The message is too long, or one too many. */
  | 'text'
  /** The role, a setting of the room, a ban or a mute does not allow it. */
  | 'rights'
  /** A ban or a mute forbids it. */
  | 'banned'
  /** The server cannot do it now. */
  | 'server';

/** A dialect's own sentences, for a code or for a group; the code has priority. */
export type RefusalWords = Readonly<Partial<Record<RefusalCode | RefusalGroup, string>>>;

/** A sentence may contain marks, which are replaced by the facts of a refusal: see `refusal-facts.ts`. */
interface Row {
  readonly group: RefusalGroup;
  readonly sentence: string;
}

/** The default sentence for every refusal. */
const rows: Readonly<Record<RefusalCode, Row>> = {
  'name-invalid': { group: 'bad-name', sentence: '% is not a valid name.' },
  'name-reserved': { group: 'bad-name', sentence: 'The name % is reserved.' },
  'name-taken': { group: 'taken', sentence: 'The name % is taken.' },
  'name-registered': { group: 'taken', sentence: '% has a password.' },
  'account-in-use': { group: 'taken', sentence: '% is already logged in.' },
  'no-guests': {
    group: 'wrong-password',
    sentence: 'Only accounts may come here. With an invitation, send its code after a new password.',
  },
  'credential-stale': { group: 'wrong-password', sentence: 'Wrong password for %.' },
  'password-wrong': { group: 'wrong-password', sentence: 'Wrong password for %.' },
  'name-fixed': { group: 'registration', sentence: 'A registered name cannot be changed.' },
  'password-invalid': {
    group: 'registration',
    sentence: 'A password is one word of at most 128 characters. Nothing was done.',
  },
  'password-needed': {
    group: 'registration',
    sentence: 'That is an invitation code. Choose a password, and put it before the code.',
  },
  'registration-closed': { group: 'registration', sentence: 'Only the operator of this server can create accounts.' },
  'code-needed': { group: 'registration', sentence: 'An invitation code is needed to create an account here.' },
  'too-many-tokens': { group: 'server', sentence: 'There are too many unused codes; revoke some of them first.' },
  'grant-invalid': {
    group: 'wrong-password',
    sentence: 'That code is not valid: it was mistyped, was revoked, or has ended.',
  },
  'out-of-scope': { group: 'rights', sentence: 'This access code does not allow that.' },
  'too-many-grants': { group: 'server', sentence: 'There are too many of these; revoke some of them first.' },
  'label-invalid': { group: 'server', sentence: `A label has 1 to ${maxLabel} characters, in one line.` },
  'too-fast': { group: 'server', sentence: 'Too many requests at once; try again in a moment.' },
  'token-limits': { group: 'server', sentence: 'A code ends in the future, and can be used once or more often.' },
  'too-many-registrations': {
    group: 'registration',
    sentence: 'Too many accounts were created from your address in the last hour; try again later.',
  },
  'registered-already': { group: 'registration', sentence: 'You already have an account.' },
  'not-here': { group: 'presence', sentence: 'You are not in the chat.' },
  'here-already': { group: 'presence', sentence: 'You are already in the chat.' },
  'room-invalid': { group: 'room', sentence: '% is not a valid room name.' },
  'no-room': { group: 'room', sentence: 'There is no room %.' },
  'room-renamed': { group: 'room', sentence: '% is now called {room}.' },
  'not-member': { group: 'room', sentence: 'You are not in %.' },
  'too-many-rooms': { group: 'room', sentence: 'You are in too many rooms to join %.' },
  'cursor-invalid': { group: 'room', sentence: 'That position is not in the history.' },
  'no-user': { group: 'person', sentence: 'There is no user %.' },
  'too-many-ignored': { group: 'person', sentence: `You ignore ${maxIgnored} users already.` },
  'to-self': { group: 'person', sentence: 'You cannot message yourself.' },
  'ignores-self': { group: 'person', sentence: 'You cannot ignore yourself.' },
  'mailbox-full': { group: 'person', sentence: 'The mailbox of % is full. Nothing was done.' },
  'text-long': { group: 'text', sentence: `Too long: a message has at most ${maxText} bytes.` },
  'topic-long': { group: 'text', sentence: `Not set: a topic has at most ${maxTopic} bytes.` },
  'no-message': { group: 'text', sentence: 'There is no such message.' },
  'not-yours': { group: 'text', sentence: 'That is not your message.' },
  'too-late': { group: 'text', sentence: 'It is too late to change that message{possible}.' },
  'reaction-invalid': { group: 'text', sentence: 'A reaction is one emoji, or up to 8 characters such as +1.' },
  'too-many-reactions': { group: 'text', sentence: `That message has ${maxReactions} different reactions already.` },
  'reason-long': { group: 'text', sentence: `Not done: a reason has at most ${maxReason} bytes.` },
  'away-long': { group: 'text', sentence: `Not set: an away text has at most ${maxAway} bytes.` },
  'quota-used': {
    group: 'text',
    sentence: 'You have reached the hourly limit. Nothing was done; try again later.',
  },
  'not-allowed': { group: 'rights', sentence: 'You are not allowed to do that.' },
  'last-owner': { group: 'rights', sentence: 'You are the only owner: make somebody else an owner first.' },
  'user-not-here': { group: 'person', sentence: 'That user is not{there}.' },
  'invite-only': { group: 'rights', sentence: 'You need an invitation to join this room{ended}.' },
  'wrong-key': { group: 'rights', sentence: 'You need the right key to join this room{ended}.' },
  'room-full': { group: 'rights', sentence: 'This room is full.' },
  'accounts-only': { group: 'rights', sentence: 'This room takes accounts only: log in with a password.' },
  moderated: { group: 'rights', sentence: 'This room is moderated: you may read, but not speak.' },
  'slow-mode': { group: 'rights', sentence: 'Not sent: this room is in slow mode. Wait {wait}.' },
  'token-invalid': {
    group: 'rights',
    sentence: 'That code is not valid: {code}.',
  },
  banned: { group: 'banned', sentence: 'You are banned from %{until}{reason}.' },
  'user-banned': {
    group: 'rights',
    sentence: '% is banned from {room}{until}. Lift the ban first, then invite.',
  },
  muted: { group: 'banned', sentence: 'You are muted{in}{until}{reason}.' },
  'server-banned': { group: 'banned', sentence: 'You are banned from this server{until}{reason}.' },
  'name-banned': { group: 'bad-name', sentence: 'The name % is banned from this server{until}{reason}.' },
  'rename-banned': {
    group: 'banned',
    sentence: 'You cannot change your name while you are banned or muted{in}{until}.',
  },
  'mask-invalid': {
    group: 'rights',
    sentence: '% is not a mask. Examples: bob, b*, account:bob, address:bob.',
  },
  'no-address': {
    group: 'rights',
    sentence: 'That address cannot be listed: the user is away, or the address is local or shared by many.',
  },
  'list-full': { group: 'rights', sentence: `That list is full: it has ${maxListed} entries. Remove some first.` },
  'not-listed': { group: 'rights', sentence: '% is not on that list.' },
  'time-invalid': { group: 'rights', sentence: 'That end is not a time after now.' },
  'too-many-hit': {
    group: 'rights',
    sentence: `That would remove more than ${maxKicked} people at once. Ban them without removing them.`,
  },
  'disk-full': { group: 'server', sentence: "The server's disk is full; try again later." },
  'search-busy': { group: 'server', sentence: 'Your last search is still under way; try again in a moment.' },
  locked: {
    group: 'server',
    sentence: 'The database is locked by another program; try again in a moment.',
  },
  'setting-invalid': { group: 'server', sentence: 'There is no such setting, or it cannot have that value.' },
  'setting-changed': { group: 'server', sentence: 'Somebody else has changed this setting meanwhile.' },
  unavailable: { group: 'server', sentence: 'The server cannot do this now; try again later.' },
  internal: { group: 'server', sentence: 'Internal server error. Nothing was done.' },
};

/** What a request named, as the client wrote it: a room, and a user or a message in it. */
export interface About {
  readonly room?: string | undefined;
  readonly other?: string | undefined;
}

/** The refusals whose sentences name the room. */
const ofRoom: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'no-room',
  'room-renamed',
  'not-member',
  'too-many-rooms',
  'banned',
]);

/** The words in place of a name if the client has given none. */
const unnamed: { readonly [code in RefusalCode]?: string } = {
  'no-room': 'of that name',
  'no-user': 'of that name',
  'not-member': 'that room',
  'too-many-rooms': 'that room',
  banned: 'that room',
  'mailbox-full': 'that user',
  'password-wrong': 'that name',
  'credential-stale': 'that name',
};

/** Returns the function that words a refusal. `about`: the name, the room, or the receiver; or which of them there are. */
export function refusalSentences(
  own: RefusalWords,
): (refusal: RefusalCode | Refusal, about?: string | About) => string {
  return (refused, about = '') => {
    const refusal = asRefusal(refused);
    const { group, sentence } = rows[refusal.code];
    const named = typeof about === 'string' ? about : ofRoom.has(refusal.code) ? about.room : about.other;
    const words = own[refusal.code] ?? own[group];
    if (words !== undefined) return withFacts(words, refusal, named ?? '');
    return withFacts(sentence, refusal, named || (unnamed[refusal.code] ?? 'that'));
  };
}
