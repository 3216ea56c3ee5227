import type { Hub } from '#chat/hub/hub.ts';
import type { Logins } from '#chat/login/logins.ts';
import type { World } from '#chat/order/world.ts';
import type { Chat } from '#chat/chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';

/** What a waiting line counts for, in bytes. */
const sayingBytes = 256;

export interface DialectRequestsOptions {
  readonly hub: Hub;
  readonly logins: Logins;
  readonly world: Pick<World, 'channel'>;
}

type DialectRequests = Pick<
  Chat,
  | 'open'
  | 'takes'
  | 'come'
  | 'register'
  | 'claim'
  | 'enter'
  | 'reset'
  | 'shown'
  | 'say'
  | 'become'
  | 'mute'
  | 'hold'
  | 'release'
  | 'afterDelivery'
  | 'inTurn'
>;

/** What a dialect requests for a session, other than events. */
export const dialectRequestsOf = ({ hub, logins, world }: DialectRequestsOptions): DialectRequests => ({
  open: (session, rules = openRules, address = '') => hub.seats.open(session, rules, address),
  takes: (seat) => hub.intake.takes(seat),
  come: (seat, who, ask, room) => logins.come(seat, who, ask, room),
  register: (seat, password, ask, code) => logins.register(seat, password, ask, code),
  claim: (seat, code, name, password, ask) => logins.claim(seat, { code, name, password }, ask),
  enter: (seat, room, ask, secret) => logins.enter(seat, room, ask, secret),
  reset: (seat, code, password, ask) => logins.reset(seat, code, password, ask),
  shown: (seat, room, part) => hub.personal.heardReports.shown(seat, room, part),
  say: (seat, frames, bytes = 0) => hub.say(seat, sayingBytes + bytes, frames),
  become: (seat, format) => hub.afterAnswers(seat, (delivery) => delivery.become(seat, format)),
  mute: (seat, room) =>
    hub.afterAnswers(seat, (delivery) => {
      const muted = world.channel(room);
      if (muted) delivery.mute(seat, muted.id);
    }),
  hold: (seat) => hub.hold(seat),
  release: (seat) => hub.release(seat),
  afterDelivery: (call) => hub.afterBatch(() => void Promise.resolve().then(call)),
  inTurn: (seat, call) => hub.inTurn(seat, () => void Promise.resolve().then(call)),
});
