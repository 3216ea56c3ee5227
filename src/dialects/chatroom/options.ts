import { type DialectOption, OptionError } from '../dialect.ts';

/** Options of a chatroom listener. */
export const options: Readonly<Record<string, DialectOption>> = {
  speakers: {
    value: 'named|original',
    help: 'named: each message shows its sender (default); original: messages from clients of this listener do not (default of `polylogue chatroom server`)',
  },
};

/** The original's behaviour, for a server with only this dialect. */
export const originalOptions: Readonly<Record<string, string>> = { speakers: 'original' };

/** Whether every message shows its sender. Throws an `OptionError`. */
export function namesSpeakers(given: Readonly<Record<string, string>> = {}): boolean {
  const { speakers = 'named' } = given;
  if (speakers !== 'named' && speakers !== 'original') {
    throw new OptionError(`speakers is named or original, not "${speakers}".`);
  }
  return speakers === 'named';
}
