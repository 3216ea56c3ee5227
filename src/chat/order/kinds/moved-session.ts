import { whyBanned } from '#chat/order/bans.ts';
import { otherAddresses } from '#chat/order/live-user.ts';
import { refuse } from '#chat/order/verdict.ts';
import { asking, type Judges } from './kind.ts';

/**
 * A session continues at another address. Judged as a login from there: by all addresses of its user, with the new one in
 * place of the session's old one. Changes what the order knows of the session, and is not kept: nobody is told.
 */
export const moved: Judges<'moved'> = asking({
  bySession(world, { draft }, { session, address }, current) {
    const run = world.run(draft.run);
    const user = run?.sessions.get(session);
    // Asked by the link that continues the session, before it has logged in.
    if (!run || !user || current) return refuse('unavailable');
    const addresses = otherAddresses(user.addresses, run.addresses.get(session), address);
    const { id, name, guest } = user;
    const banned = whyBanned(world, { id, name, addresses }, guest, draft.at);
    if (banned) return refuse(banned);
    return { kind: 'applied', effects: [{ kind: 'sessionAddress', session, address }] };
  },
});
