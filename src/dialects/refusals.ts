import type { RefusalCode } from '#chat/refusal.ts';
import { quoted } from '#text/quoted.ts';

/** Refusals that a wire may answer with one sentence. */
export type RefusalGroup =
  /** The name itself is not allowed. */
  | 'bad-name'
  /** The name is in use. */
  | 'taken'
  /** The password is not the account's. */
  | 'wrong-password'
  /** An account cannot be made, or not like this. */
  | 'registration'
  /** It has to come first, or has come already. */
  | 'presence'
  /** There is no such room, or the session is not in it. */
  | 'room'
  /** There is no such person, or nothing can be kept for them. */
  | 'person'
  /** What was said is too much. */
  | 'text'
  /** The server cannot do it now. */
  | 'server';

/** A dialect's own sentences, for a code or for all of a group; the code's comes first. */
export type RefusalWords = Readonly<Partial<Record<RefusalCode | RefusalGroup, string>>>;

/** `%` is the name, the room, or whom it was said to. */
interface Row {
  readonly group: RefusalGroup;
  readonly sentence: string;
}

/** What is said of every refusal where a dialect has no words of its own. */
const rows: Readonly<Record<RefusalCode, Row>> = {
  'name-invalid': { group: 'bad-name', sentence: 'Nobody can be called %.' },
  'name-reserved': { group: 'bad-name', sentence: 'The name % is reserved.' },
  'name-taken': { group: 'taken', sentence: 'Somebody is called % already.' },
  'name-registered': { group: 'taken', sentence: '% has a password.' },
  'account-in-use': { group: 'taken', sentence: '% is here already.' },
  'no-guests': { group: 'wrong-password', sentence: 'Only accounts may come here.' },
  'credential-stale': { group: 'wrong-password', sentence: 'That is not the password of %.' },
  'password-wrong': { group: 'wrong-password', sentence: 'That is not the password of %.' },
  'name-fixed': { group: 'registration', sentence: 'Your name is registered, and stays.' },
  'password-invalid': {
    group: 'registration',
    sentence: 'A password is one word of at most 128 characters. You have no account.',
  },
  'registration-closed': { group: 'registration', sentence: 'Accounts are made by whoever runs this server.' },
  'too-many-registrations': {
    group: 'registration',
    sentence: 'Too many accounts were made from your address within an hour; try again later.',
  },
  'registered-already': { group: 'registration', sentence: 'You have an account already.' },
  'not-here': { group: 'presence', sentence: 'You are not in the chat.' },
  'here-already': { group: 'presence', sentence: 'You are in the chat already.' },
  'room-invalid': { group: 'room', sentence: 'No room can be called %.' },
  'no-room': { group: 'room', sentence: 'There is no room %.' },
  'not-member': { group: 'room', sentence: 'You are not in %.' },
  'too-many-rooms': { group: 'room', sentence: 'You are in too many rooms to enter %.' },
  'cursor-invalid': { group: 'room', sentence: 'There is no such place in the history.' },
  'no-user': { group: 'person', sentence: 'There is nobody called %.' },
  'to-self': { group: 'person', sentence: 'This was not sent, because % is you.' },
  'mailbox-full': { group: 'person', sentence: 'The mailbox of % is full. This was not kept.' },
  'text-long': { group: 'text', sentence: 'This was not sent, because it is too long.' },
  'quota-used': {
    group: 'text',
    sentence: 'You have said as much as the server keeps in an hour. This was not kept; try again later.',
  },
  'disk-full': { group: 'server', sentence: "The server's disk is full. This was not done; try again later." },
  locked: {
    group: 'server',
    sentence: 'Another program keeps the database locked. This was not done; try again in a moment.',
  },
  unavailable: { group: 'server', sentence: 'The server cannot do this now; try again later.' },
  internal: { group: 'server', sentence: 'The server made a mistake. This was not done.' },
};

/**
 * The sentence for a refusal. `about`: the name, the room, or whom it was said to, as the client wrote it; it is put,
 * quoted, where a sentence has `%`.
 */
export function refusalSentences(own: RefusalWords): (code: RefusalCode, about?: string) => string {
  return (code, about = '') => {
    const { group, sentence } = rows[code];
    return (own[code] ?? own[group] ?? sentence).replace('%', () => quoted(about));
  };
}
