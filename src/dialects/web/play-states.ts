/** The state of a session of the playground, as far as its bytes show it. */

/** The state of a link that was just opened. */
export const firstState = 'connected';

interface Rule {
  readonly from: 'client' | 'server';
  /** Matches the meaning of a message. */
  readonly when: RegExp;
  readonly state: string;
}

const rules: Readonly<Record<string, readonly Rule[]>> = {
  nick: [
    { from: 'server', when: /^HELLO$/, state: 'HELLO' },
    { from: 'client', when: /^NICK /, state: 'NICK' },
    { from: 'server', when: /^READY$/, state: 'READY' },
    { from: 'server', when: /^RETRY$/, state: 'HELLO' },
    { from: 'client', when: /^BYE$/, state: 'BYE' },
  ],
  direct: [
    { from: 'client', when: /^name /, state: 'name sent' },
    { from: 'server', when: /^Welcome /, state: 'chatting' },
  ],
  tsam: [
    { from: 'client', when: /^LOGIN /, state: 'LOGIN' },
    { from: 'server', when: /^You are /, state: 'logged in' },
  ],
  chatroom: [
    { from: 'client', when: /public key/, state: 'keys exchanged' },
    { from: 'client', when: /^sealed$/, state: 'sealed' },
  ],
  pdu: [
    { from: 'server', when: /^VERSION_RESPONSE$/, state: 'version agreed' },
    { from: 'client', when: /^LOGIN_REQUEST$/, state: 'logging in' },
    { from: 'server', when: /^LOGIN_RESPONSE$/, state: 'logged in' },
    { from: 'client', when: /^LOGOUT_MESSAGE$/, state: 'logged out' },
  ],
  web: [
    { from: 'client', when: /^login$/, state: 'logging in' },
    { from: 'server', when: /^login$/, state: 'logged in' },
    { from: 'client', when: /^logout$/, state: 'logged out' },
  ],
};

/** The state after these messages; the same state if none of them changes it. */
export function stateAfter(
  dialect: string,
  state: string,
  from: 'client' | 'server',
  meanings: readonly string[],
): string {
  const own = rules[dialect] ?? [];
  return meanings.reduce(
    (now, meaning) => own.find((rule) => rule.from === from && rule.when.test(meaning))?.state ?? now,
    state,
  );
}
