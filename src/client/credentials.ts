import type { Party } from '#dialects/party.ts';

const isRegistered = (text: string): boolean => /^\S+ is registered\./.test(text);

/** A name, or a name, a space and its password: never shown. Kept while the client reconnects. */
export class Credentials {
  readonly #party: Party;
  /** Sent without asking the person. */
  current: string | undefined;
  /** The password of a registration that is not answered yet. */
  #registering: string | undefined;

  constructor(party: Party) {
    this.#party = party;
    this.current = party.wished;
  }

  /** The server refused them; the person is asked again. */
  forget(): void {
    this.current = undefined;
    this.#party.wished = undefined;
  }

  /** Notes a sent line that may be a registration. */
  said(line: string): void {
    this.#registering = /^\/register\s+(\S+)(?:\s+\S+)?$/.exec(line.trim())?.[1] ?? this.#registering;
  }

  /** Notes what the server said: it may confirm the registration. */
  heard(text: string): void {
    if (this.#registering === undefined || !isRegistered(text)) return;
    this.current = `${this.#party.name} ${this.#registering}`;
    this.#registering = undefined;
  }
}

export const nameIn = (credentials: string): string => /^\S+/.exec(credentials)?.[0] ?? credentials;

export const hasPassword = (credentials: string): boolean => /\s/u.test(credentials);
