import { type DialectOption, OptionError } from '../dialect.ts';

/** What a listener of chatroom may be told, and how `--help` says it. */
export const options: Readonly<Record<string, DialectOption>> = {
  speakers: {
    value: 'named|original',
    help: 'named: each message shows its sender (default); original: messages from clients of this listener do not (default of `polylogue chatroom server`)',
  },
};

/** What its original does, for a server that speaks nothing else. */
export const originalOptions: Readonly<Record<string, string>> = { speakers: 'original' };

/** Whether all who are told something are told who said it. Throws an `OptionError`. */
export function namesSpeakers(given: Readonly<Record<string, string>> = {}): boolean {
  const { speakers = 'named' } = given;
  if (speakers !== 'named' && speakers !== 'original') {
    throw new OptionError(`speakers is named or original, not "${speakers}".`);
  }
  return speakers === 'named';
}
