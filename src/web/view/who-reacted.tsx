import type { Message } from '#dialects/web/protocol.ts';
import { model } from '#web/browser/store.ts';
import { messageOf } from '#web/model/timeline.ts';
import { t } from '#web/words/texts.ts';

/** Who has reacted to a message, and how: a pointer that rests on a reaction shows it too, a finger cannot. */
export function WhoReacted({ message }: { message: Message }) {
  const now = messageOf(model.value.timelines.get(message.room?.id ?? 0), message.seq) ?? message;
  return (
    <ul class="plain-list who-reacted">
      {(now.reactions ?? []).map(({ emoji, users, count }) => (
        <li key={emoji}>
          <span>{emoji}</span> {users.join(', ')}
          {count > users.length && ` ${t.andMore(count - users.length)}`}
        </li>
      ))}
    </ul>
  );
}
