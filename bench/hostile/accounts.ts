/** An account of an honest person, created before the quiet phase. */
export interface Account {
  readonly name: string;
  readonly password: string;
}

/** Logs in and out, or owns the mailbox and the name that are attacked. */
export const owner: Account = { name: 'owner', password: 'owner-s3cret' };

/** Never logs in. */
export const offlineAccount: Account = { name: 'victim', password: 'victim-s3cret' };

/** The account of all attackers on pdu. */
export const parrotAccount: Account = { name: 'parrot', password: 'pollywog-s3cret' };
