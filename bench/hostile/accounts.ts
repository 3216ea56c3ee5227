/** An account of an honest person, made before the quiet phase. */
export interface Account {
  readonly name: string;
  readonly password: string;
}

/** Comes and goes, or owns the mailbox and the name that are attacked. */
export const owner: Account = { name: 'owner', password: 'owner-s3cret' };

/** Never comes. */
export const offlineAccount: Account = { name: 'victim', password: 'victim-s3cret' };

/** Of the attackers on pdu, all of them. */
export const parrotAccount: Account = { name: 'parrot', password: 'pollywog-s3cret' };
