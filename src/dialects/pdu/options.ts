import { type DialectOption, OptionError } from '../dialect.ts';
import { versions } from './negotiation.ts';

/** Options of a pdu listener. */
export const options: Readonly<Record<string, DialectOption>> = {
  lobby: { help: 'messages are also sent to #lobby, not only echoed' },
  minimum: {
    value: 'VERSION',
    help: `lowest version served: ${versions.toReversed().join(', ')} (default ${versions.at(-1)})`,
  },
  'demo-accounts': { help: 'user1 with pass1 and user2 with pass2 may log in' },
  cert: { value: 'FILE', help: 'the certificate for QUIC, in PEM (default: one made for localhost)' },
  key: { value: 'FILE', help: 'its private key, in PEM' },
};

type Given = Readonly<Record<string, string>> | undefined;

export interface PduOptions {
  readonly lobby: boolean;
  readonly minimum: string | undefined;
}

/** Throws an `OptionError`. */
export function readOptions(given: Given): PduOptions {
  const minimum = given?.['minimum'];
  if (minimum !== undefined && !versions.includes(minimum)) {
    throw new OptionError(`A minimum is one of ${versions.join(', ')}, not "${minimum}".`);
  }
  return { lobby: isYes(given, 'lobby'), minimum };
}

export const wantsDemoAccounts = (given: Given): boolean => isYes(given, 'demo-accounts');

function isYes(given: Given, name: string): boolean {
  const value = given?.[name] ?? 'no';
  if (value !== 'yes' && value !== 'no') throw new OptionError(`${name} is yes or no, not "${value}".`);
  return value === 'yes';
}
