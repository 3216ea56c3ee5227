import { type CommandWords, didYouMean } from '#commands/command-context.ts';
import { isLobby } from '#chat/names/lobby.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { quoted } from '#text/quoted.ts';

import { refusalSentences } from '../refusals.ts';
import { frame, maxMessage, protocolWords } from './codec.ts';

/** The server's own sentences to one client. None has the form of a message, `name: text`. */
export const sentences: Readonly<Record<'nickNeeded' | 'nickWithoutName' | 'nickWithoutSpace' | 'long', Uint8Array>> = {
  nickNeeded: frame('Choose a name first, with NICK and a name, as in NICKalice.'),
  nickWithoutName: frame('NICK needs a name, as in NICK alice.'),
  nickWithoutSpace: frame('Not sent, because it may contain a password. Put a space after NICK.'),
  long: frame(`Not sent: the message is longer than ${maxMessage} bytes.`),
};

export const registered = (name: string): Uint8Array =>
  frame(`${name} is registered. To log in again, send NICK ${name} and your password.`);

/** The answer to every refused name. */
const name = protocolWords.retry;

const sentence = refusalSentences({
  'bad-name': name,
  taken: name,
  'wrong-password': name,
  'name-fixed': name,
  'no-user': 'No user named %.',
});

/** Whether the login would be refused with any other name, too. Then the connection is closed after the answer. */
export const isHopeless = (code: RefusalCode): boolean => code === 'server-banned' || code === 'banned';

/** The answer to a refusal. `to`: the room or the receiver, as the client wrote it. */
export const refused = (refusal: RefusalCode | Refusal, to?: string): Uint8Array => frame(sentence(refusal, to));

/** The answer to what was typed in a room that the client is no longer in. */
export const outside = (room: string): Uint8Array => frame(`Not sent. ${commandWords.notIn(room)}${wayBack(room)}`);

/** The answer to what was typed in a room from which the client is banned. */
export const banned = (ban: Refusal, room: string): Uint8Array =>
  frame(`Not sent. ${commandWords.refused(ban, room)}${wayBack(room)}`);

const wayBack = (room: string): string => (isLobby({ id: 0, name: room }) ? '' : ' /join #lobby returns.');

/** The answer to what was typed in a room that no longer exists, or that the client may not know of. */
export const gone = (room: string): Uint8Array =>
  frame(`Not sent. There is no room ${quoted(room)}. /join #lobby returns.`);

/** The answer to what was sent when the room had another name. */
export const nowNamed = (before: string, now: string): Uint8Array =>
  frame(`Not sent: ${before} is now ${now}. Send it again.`);

const help: readonly string[] = [
  'What you type is sent to #lobby, or to the room you have entered with /join.',
  'NICK NAME changes your name.',
  'NICK NAME PASSWORD logs in with a registered name.',
  '//word sends /word.',
  'BYE leaves.',
];

/** What typed commands answer. */
export const commandWords: CommandWords = {
  help,
  mistake: (words) => words,
  refused: refusalSentences({ 'no-user': 'No user named %.' }),
  unknown(word, meant) {
    const shown = quoted(word);
    return `Unknown command ${shown}, not sent.${didYouMean(meant)} /help lists all commands. To send it as text, type /${shown}.`;
  },
  waits: (to) => `${to} is offline. Your message is kept for them.`,
  speakIn: (room) =>
    isLobby({ id: 0, name: room })
      ? 'What you type is sent there.'
      : 'What you type is sent there. /join #lobby returns.',
  notIn: (room) => `You are not in ${quoted(room)}. /join ${quoted(room)} enters it.`,
};
