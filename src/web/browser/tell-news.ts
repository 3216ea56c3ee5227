import type { Entry } from '#dialects/web/protocol.ts';
import type { Model } from '#web/model/model.ts';
import { newsOf } from '#web/model/news.ts';
import { withServerRoom } from '#web/model/receive.ts';
import { announceMessage } from './announced-messages.ts';
import { isCatchingUp } from './catching-up.ts';
import { connection } from './connection.ts';
import { notify } from './notifications.ts';
import { change, model } from './store.ts';

/** Tells the user of a new message in the way it wants to be told. `before`: the model before it. */
export function tellNews(before: Model, entry: Entry): void {
  const news = newsOf(before, entry);
  if (!news) return;
  notify(news);
  // Of the messages that were missed, only the number is announced.
  if (!isCatchingUp()) announceMessage(news);
}

/**
 * A room that the page does not know: a private message of a new user, or a channel that another session of the user
 * joined.
 */
export function askForRoom(entry: Entry): void {
  const name = entry.room?.name ?? '';
  const { self } = model.peek();
  connection.ask(
    'room',
    { room: name.startsWith('#') || entry.from.id === self?.id ? name : entry.from.name },
    ({ state }) => {
      change((now) => withServerRoom(now, state));
      tellNews(model.peek(), entry);
    },
    () => {},
  );
}
