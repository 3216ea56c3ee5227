import type { Asked, Draft, UserId } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import type { GrantPurpose } from '#chat/rights/token.ts';
import { type Judging, openJudging } from './judging.suite.ts';

export const hashOf = (n: number): string => n.toString(16).padStart(64, '0');

export const said = (verdict: Verdict): string => (verdict.kind === 'refusal' ? verdict.code : verdict.kind);

/** An order whose drafts the holders of grants ask for, too. */
class Granting {
  readonly order: Judging;
  #made = 0;

  constructor(order: Judging) {
    this.order = order;
  }

  /** A grant for an account, made by the server. Gives the hash of its code. */
  grant(
    purpose: GrantPurpose,
    account: UserId,
    more: { scopes?: readonly Scope[]; until?: number; label?: string; room?: string; at?: number } = {},
  ): string {
    const { room, at = 1000, ...rest } = more;
    const hash = hashOf(++this.#made);
    const { version } = this.order.store.account(account) ?? {};
    const made = { kind: 'tokenMade', purpose, hash, uses: 1, account, version, label: `${purpose} ${this.#made}` };
    const verdict = this.order.ask(0, { ...made, ...rest } as Asked<'tokenMade'>, room, { at });
    if (verdict.kind === 'refusal') throw new Error(`the grant was refused: ${verdict.code}`);
    return hash;
  }

  /** Asks by a grant. `run`: of the node that is asked. */
  act(
    account: UserId,
    grant: string,
    event: Asked,
    room?: string,
    more: Partial<Draft> & { run?: string } = {},
  ): Verdict {
    return this.order.ask(-1, event, room, { as: { account, grant }, ...more });
  }

  say(account: UserId, grant: string, room = '#lobby', text = 'hello'): string {
    return said(this.act(account, grant, { kind: 'message', text }, room));
  }

  idOf(hash: string): number {
    return this.order.store.token(hash)?.id ?? 0;
  }

  /** An account that is a member of #lobby and is not here. */
  member(name: string): UserId {
    const id = this.order.register(name);
    this.order.ask(0, { kind: 'enrolled', name });
    return id;
  }
}

/** Guest bob is in #lobby (session 1), and account alice is a member there and away. */
export async function openGranting(): Promise<{ granting: Granting; order: Judging; alice: UserId }> {
  const order = await openJudging();
  order.come(1, 'bob', '#lobby');
  const granting = new Granting(order);
  return { granting, order, alice: granting.member('alice') };
}
