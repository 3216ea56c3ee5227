import type { Millis } from '#chat/event.ts';

type Fields = Readonly<Record<string, string | number | undefined>>;
type Note = (event: string, fields: Fields) => void;

/** Notes of each kind that are logged in a minute; further ones are counted. */
const maxNotes = 20;
const minute: Millis = 60_000;
/** Characters of a field: another server may have written it. */
const longestField = 80;

/** `note` with a limit, so that other servers cannot fill the log. */
export function boundedNotes(note: Note, clock: { elapsed(): Millis }): Note {
  const counts = new Map<string, { began: Millis; count: number }>();
  return (event, fields) => {
    const now = clock.elapsed();
    let told = counts.get(event);
    if (!told || now - told.began >= minute) {
      const more = told ? told.count - maxNotes : 0;
      if (more > 0) note(`${event}-more`, { times: more });
      counts.set(event, (told = { began: now, count: 0 }));
    }
    if (++told.count > maxNotes) return;
    const short = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, longestField) : value,
    ]);
    note(event, Object.fromEntries(short));
  };
}
