import type { Contact } from './contact.ts';

const passwordPrompt = (name: string): string => `Password of ${name}: `;

/** The name in `/login alice`. */
const loginIn = (line: string): string | undefined => /^\s*\/login\s+([^\s,]+)\s*$/u.exec(line)?.[1];

/** Handles `/login NAME`: asks for the password without showing it. */
export class LoginPrompt {
  readonly #contact: Contact;
  /** The name whose password is asked for. */
  #name: string | undefined;

  constructor(contact: Contact) {
    this.#contact = contact;
  }

  /** A password is asked for: the next line is taken as one. */
  get isOpen(): boolean {
    return this.#name !== undefined;
  }

  /** Takes the password that was asked for; an empty one cancels the login. */
  answer(line: string, login: (name: string, password: string) => void): void {
    const name = this.#name;
    this.#name = undefined;
    if (name !== undefined) login(name, line.trim());
  }

  /** False when the line is not `/login NAME`. */
  opens(line: string): boolean {
    this.#name = loginIn(line);
    if (this.#name !== undefined) this.#contact.ask(passwordPrompt(this.#name), 'all');
    return this.#name !== undefined;
  }
}

/** Advice when a name is taken, on dialects where a password may follow it. */
export const withPasswordHint =
  '(If it is yours, type the name, a space and its password, or type /login and the name to be asked for the password.)';

/** For `Secrets`: replaces the second group of a pattern by stars. */
export const hideSecond = (line: string, pattern: RegExp): string =>
  line.replace(pattern, (_: string, begin: string, secret: string) => begin + '*'.repeat(secret.length));
