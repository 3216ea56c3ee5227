import type { Refusal } from '#chat/refusal.ts';
import { quoted } from '#text/quoted.ts';
import { beforeTime, untilWords } from '#text/until-words.ts';
import { harmless } from '#text/visible.ts';

/** The marks for facts of a refusal in its sentence. Each is replaced by nothing if the fact is unknown. */
const facts: Readonly<Record<string, (refusal: Refusal, about: string) => string>> = {
  /** What the client named: the name, the room, or the receiver. */
  '%': (_refusal, about) => quoted(about),
  /** ` in #tea`, */
  '{in}': ({ room }) => (room === undefined ? '' : ` in ${quoted(room)}`),
  /** ` in #tea`, or ` in the chat`, */
  '{there}': ({ room }) => ` in ${room === undefined ? 'the chat' : quoted(room)}`,
  /** `#tea`, */
  '{room}': ({ room = '' }) => quoted(room),
  /** ` until 14:05`, in the server's local time, */
  '{until}': untilWords,
  /** `: your invitation ended at 14:05`, */
  '{ended}': (refusal) => beforeTime(': your invitation ended at ', refusal),
  /** `: that was possible until 14:05`, */
  '{possible}': (refusal) => beforeTime(': that was possible until ', refusal),
  /** Why a code is not valid; that it has ended is only said about the right code. */
  '{code}': (refusal) => beforeTime('it ended at ', refusal) || 'it was mistyped, is for something else, or has ended',
  /** ` (spam)`. */
  '{reason}': ({ reason = '' }) => (reason === '' ? '' : ` (${harmless(reason)})`),
  /** `4 seconds`, or `a little`. */
  '{wait}': ({ until, at }) => (until === undefined || at === undefined ? 'a little' : seconds(until - at)),
};

const marks = /%|\{[a-z]+\}/g;

/** A sentence with the facts of a refusal in the places of their marks. Nothing is replaced in what is put in. */
export const withFacts = (sentence: string, refusal: Refusal, about: string): string =>
  sentence.replaceAll(marks, (mark) => facts[mark]?.(refusal, about) ?? mark);

/** Rounded up, so that waiting that long is enough. */
function seconds(ms: number): string {
  const count = Math.max(1, Math.ceil(ms / 1000));
  return count === 1 ? '1 second' : `${count} seconds`;
}
