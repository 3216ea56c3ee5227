import type { Party } from '#dialects/party.ts';

/** The server says that the name has a password from now on. */
const isRegistered = (text: string): boolean => /^\S+ is registered\./.test(text);

/**
 * The name to come under, perhaps with a blank and its password behind it, so never to be shown. It is kept from one
 * link to the next.
 */
export class Credentials {
  readonly #party: Party;
  /** What to send without asking. */
  current: string | undefined;
  /** The password with which an account was asked for. */
  #registering: string | undefined;

  constructor(party: Party) {
    this.#party = party;
    this.current = party.wished;
  }

  /** They were refused, and another name is asked for. */
  forget(): void {
    this.current = undefined;
    this.#party.wished = undefined;
  }

  /** A line was said: it may ask for an account. */
  said(line: string): void {
    this.#registering = /^\/register\s+(\S+)$/.exec(line.trim())?.[1] ?? this.#registering;
  }

  /** The server has said something: perhaps that the account is made. */
  heard(text: string): void {
    if (this.#registering === undefined || !isRegistered(text)) return;
    this.current = `${this.#party.name} ${this.#registering}`;
    this.#registering = undefined;
  }
}

/** The name, without the password that may stand behind it. */
export const nameIn = (credentials: string): string => /^\S+/.exec(credentials)?.[0] ?? credentials;

export const hasPassword = (credentials: string): boolean => /\s/u.test(credentials);
