import type { CursorMoved } from '#chat/events/personal-events.ts';
import { inboxOf } from '#chat/ports.ts';
import type { RoomId, Seq, UserId } from '#chat/event.ts';
import type { Statements } from './statements.ts';

/** Cursors moved in this batch: one for each user and room or inbox, even if it moved several times. */
export class Cursors {
  readonly #rooms = new Map<RoomId, Map<UserId, Seq>>();

  /** `seq`: the seq of the draft. */
  move(on: Statements, { room, user, upto, back }: CursorMoved, seq: Seq): void {
    if (back) {
      this.save(on);
      on.readBack.get(upto, seq, room, user);
      return;
    }
    let users = this.#rooms.get(room);
    if (!users) this.#rooms.set(room, (users = new Map()));
    users.set(user, Math.max(upto, users.get(user) ?? 0));
  }

  clear(): void {
    this.#rooms.clear();
  }

  /** Writes them to the table. A cursor never moves back there. */
  save(to: Statements): void {
    if (this.#rooms.size === 0) return;
    for (const [room, users] of this.#rooms) {
      for (const [user, upto] of users) {
        if (room === inboxOf(user)) to.deliver.get(upto, user, upto);
        else to.read.get(upto, room, user, upto);
      }
    }
    this.clear();
  }
}
