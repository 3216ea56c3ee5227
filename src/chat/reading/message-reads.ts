import type { Chat } from '#chat/chat.ts';
import { history, nextSaid, type Reading, latest, waiting } from './history.ts';
import { privateMessages } from './private-message-pages.ts';
import { messageNow, messageWindow } from './message-window.ts';
import type { Clock } from '#chat/ports.ts';
import { readableEntry } from '#chat/readable/readable.ts';

type Reads = Pick<Chat, 'history' | 'latest' | 'next' | 'message' | 'window' | 'entry' | 'privateMessages' | 'waiting'>;

/** What a reader may ask of what was said. `reading`: as of what was shown. */
export const readsOf = (reading: () => Reading, clock: Pick<Clock, 'now'>): Reads => ({
  history: ({ user }, page) => history(reading(), user, page),
  latest: ({ user }, channel, limit, before) => latest(reading(), user, channel, limit, before),
  next({ user }, { epoch, seq }, size) {
    const from = reading();
    return epoch === from.world.epoch && seq <= from.shown ? nextSaid(from, user, seq, size) : 'cursor-invalid';
  },
  message: ({ user }, seq) => messageNow(reading(), user, seq),
  window: ({ user }, room, asked) => messageWindow(reading(), user, room, asked),
  entry({ user }, seq) {
    const from = reading();
    const entry = from.store.entry(seq);
    return entry && readableEntry(from, entry, user);
  },
  privateMessages: ({ user }, page) => privateMessages(reading(), user, page),
  waiting: ({ user }, limit) => waiting(reading(), user, limit, clock.now()),
});
