import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Exchanges, Hit } from '#dialects/web/protocol.ts';
import { go } from '#web/browser/room-actions.ts';
import { attempt } from '#web/browser/attempt.ts';
import { openRoom, searchFor, self } from '#web/browser/store.ts';
import { nameOf } from '#web/model/rooms.ts';
import { snippetParts } from '#web/words/snippet.ts';
import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { closeDrawer, DrawerFrame } from './drawer-frame.tsx';
import { hueOf } from './person-name.tsx';

/** A snippet with the matches marked. */
const Marked = ({ snippet, ranges }: Pick<Hit, 'snippet' | 'ranges'>) => (
  <>{snippetParts(snippet, ranges).map(({ text, found }, at) => (found ? <mark key={at}>{text}</mark> : text))}</>
);

/** The name of a hit's room in the page: a direct room has the name of the other user. */
function placeOf({ entry }: Hit): string {
  const name = entry.room?.name ?? '';
  return name.startsWith('#') || entry.from.id === self.value.id ? name : entry.from.name;
}

function HitRow({ hit }: { hit: Hit }) {
  const { entry } = hit;
  const place = placeOf(hit);
  const show = (): void => {
    go(place, entry.seq);
    if (matchMedia('(max-width: 900px)').matches) closeDrawer();
  };
  return (
    <li>
      <button type="button" class="hit" onClick={show}>
        <span class="hit-head">
          <span class={hueOf(entry.from)}>{entry.from.name}</span>
          <span class="note">
            {place} · {shortTime(entry.at, Date.now())}
          </span>
        </span>
        <span class="hit-text">
          <Marked {...hit} />
        </span>
      </button>
    </li>
  );
}

type Question = Exchanges['search']['ask'];

/** The query of the form. Times are in the reader's time zone. */
function questionOf(form: HTMLFormElement, room: string | undefined): Question {
  const data = new FormData(form);
  const text = String(data.get('text') ?? '').trim();
  const from = String(data.get('from') ?? '').trim();
  const day = (name: string): number => Date.parse(`${String(data.get(name) ?? '')}T00:00`);
  const [after, before] = [day('after'), day('before')];
  return {
    text,
    ...(from !== '' && { from }),
    ...(data.get('here') !== null && room !== undefined && { in: room }),
    ...(!Number.isNaN(after) && { after }),
    ...(!Number.isNaN(before) && { before }),
  };
}

function More({ room }: { room: string | undefined }) {
  return (
    <details class="search-more">
      <summary>{t.more}</summary>
      {room !== undefined && (
        <label class="check">
          <input type="checkbox" name="here" /> {t.searchIn(room)}
        </label>
      )}
      <label>
        {t.searchFrom}
        <input name="from" autocomplete="off" maxLength={64} />
      </label>
      <label>
        {t.searchAfter}
        <input type="date" name="after" />
      </label>
      <label>
        {t.searchBefore}
        <input type="date" name="before" />
      </label>
    </details>
  );
}

interface Found {
  readonly question: Question;
  readonly hits: readonly Hit[];
  readonly cursor: string | undefined;
}

/** What was found, and how to search; text for which the drawer was opened is searched at once. */
function useSearch() {
  const found = useSignal<Found | undefined>(undefined);
  const isBusy = useSignal(false);
  const ask = async (question: Question, before: readonly Hit[] = []): Promise<void> => {
    isBusy.value = true;
    const answer = await attempt('search', question);
    isBusy.value = false;
    if (answer) found.value = { question, hits: [...before, ...answer.hits], cursor: answer.cursor };
  };
  useEffect(() => {
    const text = searchFor.peek();
    searchFor.value = '';
    if (text !== '') void ask({ text });
  }, [searchFor.value]);
  return { found: found.value, isBusy: isBusy.value, ask };
}

function SearchForm({ isBusy, onAsk }: { isBusy: boolean; onAsk: (question: Question) => void }) {
  const room = openRoom.value && nameOf(openRoom.value);
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const question = questionOf(event.currentTarget, room);
    if (question.text !== '' || question.from !== undefined) onAsk(question);
  };
  return (
    <form class="search-form" onSubmit={submit}>
      <div class="line-form">
        <input
          type="search"
          name="text"
          aria-label={t.searchFor}
          placeholder={t.searchFor}
          autocomplete="off"
          defaultValue={searchFor.peek()}
        />
        <button type="submit" class="primary" disabled={isBusy}>
          {t.search}
        </button>
      </div>
      <More room={room} />
    </form>
  );
}

/** The search in all messages that the user may read. */
export function Search() {
  const { found, isBusy, ask } = useSearch();
  return (
    <DrawerFrame title={t.search}>
      <SearchForm isBusy={isBusy} onAsk={(question) => void ask(question)} />
      <div class="drawer-body" role="region" aria-label={t.search} tabIndex={0}>
        {!found && (
          <button
            type="button"
            class="mentions-button"
            disabled={isBusy}
            onClick={() => void ask({ text: `@${self.value.name}` })}
          >
            {t.mentionsOfYou}
          </button>
        )}
        <p class="note" role="status">
          {found && (found.hits.length === 0 ? t.noHits : t.hits(found.hits.length, found.cursor !== undefined))}
        </p>
        <ul class="plain-list">
          {(found?.hits ?? []).map((hit) => (
            <HitRow key={hit.entry.seq} hit={hit} />
          ))}
        </ul>
        {found?.cursor !== undefined && (
          <button
            type="button"
            disabled={isBusy}
            onClick={() => void ask({ ...found.question, cursor: found.cursor ?? '' }, found.hits)}
          >
            {t.moreHits}
          </button>
        )}
      </div>
    </DrawerFrame>
  );
}
