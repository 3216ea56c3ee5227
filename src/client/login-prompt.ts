import type { Contact } from './contact.ts';

const passwordPrompt = (name: string): string => `Password of ${name}: `;

/** For whom a password is to be asked: `/login alice`. */
const loginIn = (line: string): string | undefined => /^\s*\/login\s+([^\s,]+)\s*$/u.exec(line)?.[1];

/** `/login NAME`: asks for a password, which is not shown while it is typed. */
export class LoginPrompt {
  readonly #contact: Contact;
  /** For whom a password is asked. */
  #name: string | undefined;

  constructor(contact: Contact) {
    this.#contact = contact;
  }

  /** A password is asked for: the next line is one, whatever stands in it. */
  get isOpen(): boolean {
    return this.#name !== undefined;
  }

  /** Takes a password that was asked for; an empty one means that the person gives up logging in. */
  answer(line: string, login: (name: string, password: string) => void): void {
    const name = this.#name;
    this.#name = undefined;
    if (name !== undefined) login(name, line.trim());
  }

  /** False when the line is no `/login NAME`. */
  opens(line: string): boolean {
    this.#name = loginIn(line);
    if (this.#name !== undefined) this.#contact.ask(passwordPrompt(this.#name), 'all');
    return this.#name !== undefined;
  }
}

/** The advice to somebody whose name is taken where a password may follow it. */
export const withPasswordHint =
  '(If it is yours, type the name, a space and its password, or type /login and the name to be asked for the password.)';

/** For `Secrets`: hides the second group of a pattern, behind the first. */
export const hideSecond = (line: string, pattern: RegExp): string =>
  line.replace(pattern, (_: string, begin: string, secret: string) => begin + '*'.repeat(secret.length));
