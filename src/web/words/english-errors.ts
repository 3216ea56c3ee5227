/**
 * The details of a refusal, for people; empty if unknown. `until`: in the reader's time zone. `wait`: seconds until
 * then.
 */
interface Facts {
  readonly until: string;
  readonly wait: number;
  readonly reason: string;
  readonly room: string;
  readonly field: string;
}

export type ErrorTexts = Readonly<Record<string, string | ((facts: Facts) => string)>>;

/** Sentences for errors, by code, with the details of a refusal; if missing, the server's sentence is shown. */
export const errorsInEnglish: ErrorTexts = {
  offline: 'There is no connection.',
  'name-invalid':
    'A name has 1 to 32 characters, without spaces and : , ; ! @ * ? / \\ " \', and does not begin with # & + ~ % $ or -.',
  'room-invalid': 'A room has # and 1 to 32 characters, without spaces and : , ; ! @ * ? / \\ " \'.',
  'no-guests': 'Only people with an account may come here: enter a password.',
  unavailable: 'The server cannot do that.',
  'grant-invalid': 'This browser is not signed in any more. Enter your password.',
  'not-logged-in': 'This browser is not signed in.',
  banned: ({ until, reason }) =>
    `You are banned from this room${until && ` until ${until}`}${reason && `: ${reason}`}.`,
  muted: ({ until, reason }) => `You are muted${until && ` until ${until}`}${reason && `: ${reason}`}.`,
  'slow-mode': ({ wait }) => `This room is in slow mode. Wait ${wait} s.`,
  'server-banned': ({ until, reason }) =>
    `You are banned from this server${until && ` until ${until}`}${reason && `: ${reason}`}.`,
  'name-banned': ({ until, reason }) => `That name is banned${until && ` until ${until}`}${reason && `: ${reason}`}.`,
  'rename-banned': ({ until }) =>
    `You cannot change your name while you are banned or muted${until && ` (until ${until})`}.`,
};
