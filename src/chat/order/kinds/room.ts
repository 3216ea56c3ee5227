import { maxTopic } from '#chat/limits.ts';
import { ownChannel } from '#chat/order/channels.ts';
import { accept, noOp, refuse } from '#chat/order/verdict.ts';
import { inOneLine, isLongerThan, withoutNul } from '#chat/order/texts.ts';
import { kind, type Kind } from './kind.ts';

/** Any member may set the topic of a channel. */
export const topic: Kind<'topic'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    const room = ownChannel(world, user, ordered.draft.room ?? '');
    if (typeof room === 'string') return refuse(room);
    const silenced = world.guard(room.id)?.forbids(user, ordered.draft.at);
    if (silenced) return refuse(silenced);
    const text = inOneLine(withoutNul(asked.text));
    if (isLongerThan(maxTopic, text)) return refuse('topic-long');
    if (text === (world.roomState(room.id).topic?.value ?? '')) return noOp(user.ref, room);
    return accept(topic, world, ordered, user.ref, { kind: 'topic', text }, room);
  },
  effects(world, { room }, { text }) {
    if (!room) return undefined;
    const before = world.roomState(room.id).topic;
    return [{ kind: 'roomState', room: room.id, name: 'topic', value: text, before }];
  },
});
