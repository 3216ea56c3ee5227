import { isSettingValue, type Registration } from '#chat/settings/chat-settings.ts';
import type { ListenerRules, SameAccount } from '#chat/settings/listener-rules.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { type Faults, parseFaults } from '#link/faults/faults.ts';
import { quoted } from './command-line.ts';
import type { Option } from './command.ts';
import { nearest } from '#text/nearest.ts';

/**
 * The rules of a listener that the operator sets. Missing ones follow from its address and from the settings of the
 * chat.
 */
export type Policy = Partial<Pick<ListenerRules, 'sameAccount' | 'registration' | 'guests'>>;

/** The rules of a listener of this name. By default only people on this machine can register accounts. */
export const rulesOf = (listener: string, dialect: Dialect, policy: Policy, loopback: boolean): ListenerRules => ({
  listener,
  via: dialect.number,
  sameAccount: policy.sameAccount ?? dialect.sameAccount ?? 'share',
  registration: policy.registration ?? (loopback ? 'open' : 'closed'),
  registrationFollows: policy.registration === undefined,
  guests: policy.guests ?? true,
});

export const policyOptions: Readonly<Record<string, Option>> = {
  registration: {
    value: 'open|invite|closed',
    help: 'who may register an account: everybody, people with an invitation code, or nobody (open on loopback, closed elsewhere); kept as a setting of the chat, see polylogue settings',
  },
  'same-account': {
    value: 'share|refuse|replace',
    help: 'what happens when an account logs in twice on one listener: both sessions receive everything (share, the default of most dialects), the second is refused, or the first is closed',
  },
  'no-guests': {
    help: 'only accounts may log in; kept as a setting of the chat: polylogue settings guests yes takes it back',
  },
};

/** The rules that the options set for all listeners; a string is an error sentence. */
export function policyOfFlags(values: Readonly<Record<string, unknown>>): Policy | string {
  const given = Object.entries(keys).flatMap(([key, read]): (Policy | string)[] => {
    const value = values[key];
    return typeof value === 'string' ? [read(value) ?? wrong(`--${key}`, key, value)] : [];
  });
  if (values['no-guests'] === true) given.push({ guests: false });
  return all(given);
}

/** The options after the `?` of a listener's URL: those of the dialect, and the rules that the operator sets. */
export interface Query {
  readonly policy: Policy;
  readonly options: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly faults?: Faults;
}

/** A listener's name is stored in the order, in logs and in captures. */
const listenerName = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export function readQuery(query: string, dialect: Dialect): Query | string {
  const given = [...new URLSearchParams(query)];
  const name = given.findLast(([key]) => key === 'name')?.[1];
  if (name !== undefined && !listenerName.test(name)) {
    return `A listener's name has up to 64 letters, digits and any of . _ : - and begins with a letter or digit; ${quoted(name)} does not.`;
  }
  const wanted = given.findLast(([key]) => key === 'fault')?.[1];
  const faults = wanted === undefined ? undefined : parseFaults(wanted);
  if (typeof faults === 'string') return faults;
  const own = Object.keys(dialect.options ?? {});
  const options = Object.fromEntries(given.filter(([key]) => own.includes(key)));
  const rules = given.filter(([key]) => key !== 'name' && key !== 'fault' && !own.includes(key));
  const policy = all(
    rules.map(([key, value]): Policy | string => {
      const read = Object.hasOwn(keys, key) ? keys[key] : undefined;
      return read
        ? (read(value) ?? wrong(key, key, value))
        : unknown(key, ['name', 'fault', ...Object.keys(keys), ...own]);
    }),
  );
  return typeof policy === 'string'
    ? policy
    : { policy, options, ...(name !== undefined && { name }), ...(faults && { faults }) };
}

function unknown(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return `A listener has no option ${quoted(key)}. ${meant ? `Did you mean ${meant}?` : `Choose one of: ${known.join(', ')}.`}`;
}

const words: Readonly<Record<string, readonly string[]>> = {
  registration: ['open', 'invite', 'closed'],
  'same-account': ['share', 'refuse', 'replace'],
  guests: ['yes', 'no'],
};

/** Parses the value of each option; `undefined`: invalid. */
const keys: Readonly<Record<string, (value: string) => Policy | undefined>> = {
  registration: (value) => (isRegistration(value) ? { registration: value } : undefined),
  'same-account': (value) => (isSameAccount(value) ? { sameAccount: value } : undefined),
  guests: (value) => (value === 'yes' || value === 'no' ? { guests: value === 'yes' } : undefined),
};

const isRegistration = (value: string): value is Registration => isSettingValue('registration', value);

const isSameAccount = (value: string): value is SameAccount =>
  value === 'share' || value === 'refuse' || value === 'replace';

function wrong(shown: string, key: string, value: string): string {
  const [last = '', ...others] = (words[key] ?? []).toReversed();
  return `${shown} is ${others.toReversed().join(', ')} or ${last}, not ${quoted(value)}.`;
}

function all(given: readonly (Policy | string)[]): Policy | string {
  let policy: Policy = {};
  for (const each of given) {
    if (typeof each === 'string') return each;
    policy = { ...policy, ...each };
  }
  return policy;
}
