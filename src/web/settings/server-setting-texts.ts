/** `values`: the names of the values; `form`: the form of a number. */
export interface ServerSettingTexts {
  readonly about: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly form?: string;
}

/** The settings of the server, by name. */
type Table = Readonly<Record<string, ServerSettingTexts>>;

export const serverSettingsInEnglish: Table = {
  registration: {
    about: 'Who may make an account',
    values: { open: 'everybody', invite: 'with an invitation code', closed: 'nobody' },
  },
  guests: { about: 'Whether people may come without an account', values: { yes: 'yes', no: 'no' } },
  'edit-window': {
    about: 'How long its author may edit a message',
    form: 'seconds; 0: never; none: for ever',
  },
  'room-creation': {
    about: 'Who may make rooms',
    values: { anyone: 'everybody', accounts: 'people with an account', operators: 'operators of the server' },
  },
  'max-rooms-per-user': { about: 'How many rooms one person may be in', form: 'a number from 1 to 250' },
};

export const serverSettingsInGerman: Table = {
  registration: {
    about: 'Wer ein Konto anlegen darf',
    values: { open: 'alle', invite: 'mit Einladungscode', closed: 'niemand' },
  },
  guests: { about: 'Ob man ohne Konto kommen darf', values: { yes: 'ja', no: 'nein' } },
  'edit-window': {
    about: 'Wie lange man die eigene Nachricht ändern darf',
    form: 'Sekunden; 0: nie; none: immer',
  },
  'room-creation': {
    about: 'Wer Räume machen darf',
    values: { anyone: 'alle', accounts: 'Leute mit Konto', operators: 'die Leitung des Servers' },
  },
  'max-rooms-per-user': { about: 'In wie vielen Räumen jemand sein darf', form: 'eine Zahl von 1 bis 250' },
};
