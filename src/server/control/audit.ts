import type { Entry, Millis, Seq } from '#chat/event.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { recordOf } from './entry-record.ts';
import type { ServerRequest } from './server-request.ts';

/** Entries read at a time. */
const pageSize = 100;

type Asked = ServerRequest & { kind: 'audit' };

/** The entries in which somebody used a right, in order: all, or those in a range of time. */
export async function* audit(source: ChatOrStore, asked: Asked): Results {
  const end = source.shown() + 1;
  for (let after = await afterOf(source, asked, end); ;) {
    await source.turn();
    const page = source.store.audit({ after, before: end, limit: pageSize, first: true });
    yield page.filter((entry) => isWithin(asked, entry.at)).map(auditRecord);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return undefined;
    after = last.seq;
  }
}

const isWithin = ({ since = -Infinity, until = Infinity }: Asked, at: Millis): boolean => at >= since && at < until;

/** The seq before the last requested entries. */
async function afterOf(source: ChatOrStore, asked: Asked, end: Seq): Promise<Seq> {
  if (asked.last === undefined) return 0;
  let left = asked.last;
  for (let before = end; left > 0;) {
    await source.turn();
    const page = source.store.audit({ after: 0, before, limit: pageSize, first: false });
    const found = page.filter(({ at }) => isWithin(asked, at));
    const first = found.at(-left);
    if (first && found.length >= left) return first.seq - 1;
    left -= found.length;
    const [oldest] = page;
    if (!oldest || page.length < pageSize) return 0;
    before = oldest.seq;
  }
  return end - 1;
}

/** An entry as in `history`; its end (`until`) is in ISO 8601. */
function auditRecord(entry: Entry): object {
  const record = recordOf(entry);
  const { event } = entry;
  if (!('until' in event) || typeof event.until !== 'number') return record;
  return { ...record, event: { ...event, until: new Date(event.until).toISOString() } };
}
