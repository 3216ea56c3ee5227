import type { Verdict } from '#chat/outcome.ts';
import { maxTokens } from '#chat/rights/token.ts';
import type { Judging } from './judging.suite.ts';

type ServerCode =
  | 'token-invalid'
  | 'token-limits'
  | 'too-many-tokens'
  | 'setting-invalid'
  | 'setting-changed'
  | 'no-guests'
  | 'registration-closed'
  | 'code-needed';

/**
 * Of what grants allow, of former names, codes and invitations: see grants.test.ts, grant-bounds.test.ts, grant-acts.test.ts,
 * former-names.test.ts, mutes.test.ts and test/registering-logins.test.ts.
 */
export type WithOwnTests =
  | 'password-needed'
  | 'user-banned'
  | 'grant-invalid'
  | 'out-of-scope'
  | 'too-many-grants'
  | 'label-invalid'
  | 'too-fast'
  | 'room-renamed';

export type Case = readonly [title: string, ask: (order: Judging) => Verdict];

/** The verdict on what comes after something else. */
export const after = (_first: unknown, then: () => Verdict): Verdict => then();

const hash = 'a'.repeat(64);
const invitation = { kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 } as const;

/** Settings of the whole chat, and codes. As in `decide-refusals.test.ts`, Alice and Bob are guests in #lobby. */
export const serverCases: Readonly<Record<ServerCode, readonly Case[]>> = {
  'token-invalid': [
    ['no hash of a code', (order) => order.ask(0, { ...invitation, hash: 'swordfish' })],
    ['to revoke what is not there', (order) => order.ask(0, { kind: 'tokenRevoked', token: 99 })],
    ['to register with', (order) => order.ask(1, { kind: 'registered', name: '', secret: '', code: hash })],
    ['to set a password with', (order) => order.ask(1, { kind: 'credential', account: 3, secret: '', code: hash })],
  ],
  'token-limits': [
    ['no use', (order) => order.ask(0, { ...invitation, uses: 0 })],
    ['an end that is now', (order) => order.ask(0, { ...invitation, until: 1000 })],
    [
      'two uses of a code for a password',
      (order) => order.ask(0, { ...invitation, purpose: 'password-reset', account: order.register('carol'), uses: 2 }),
    ],
  ],
  'too-many-tokens': [
    [
      'of the server',
      (order) => {
        for (let n = 0; n < maxTokens; n++) order.ask(0, { ...invitation, hash: n.toString(16).padStart(64, '0') });
        return order.ask(0, { ...invitation, hash: 'f'.repeat(64) });
      },
    ],
  ],
  'setting-invalid': [
    ['a value it cannot have', (order) => order.ask(0, { kind: 'setting', name: 'guests', value: 'maybe' })],
    [
      'a number beyond all rooms',
      (order) => order.ask(0, { kind: 'setting', name: 'max-rooms-per-user', value: '251' }),
    ],
  ],
  'setting-changed': [
    [
      'a value that somebody else has changed since',
      (order) =>
        after(order.set('guests', 'no'), () =>
          order.ask(0, { kind: 'setting', name: 'guests', value: '', was: 'yes' }),
        ),
    ],
  ],
  'no-guests': [
    ['a guest, while the setting says no', (order) => after(order.set('guests', 'no'), () => order.come(9, 'carol'))],
  ],
  'registration-closed': [
    [
      'a guest, while the setting says closed',
      (order) =>
        after(order.set('registration', 'closed'), () => order.ask(1, { kind: 'registered', name: '', secret: '' })),
    ],
  ],
  'code-needed': [
    [
      'a guest without a code, while the setting says invite',
      (order) =>
        after(order.set('registration', 'invite'), () => order.ask(1, { kind: 'registered', name: '', secret: '' })),
    ],
  ],
};
