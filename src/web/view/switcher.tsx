import { useSignal } from '@preact/signals';
import type { Room } from '#dialects/web/protocol.ts';
import { go, join, openDirectByName } from '#web/browser/room-actions.ts';
import { draftRooms } from '#web/browser/drafts.ts';
import { model } from '#web/browser/store.ts';
import { best } from '#web/model/completion.ts';
import { countText, isChannel, listed, nameOf } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { closeDialog, DialogFrame } from './dialog-frame.tsx';
import { Count, DraftMark, stateOf } from './sidebar.tsx';

interface Target {
  readonly name: string;
  readonly label: string;
  /** One of the user's own rooms. */
  readonly room?: Room;
  readonly run: () => void;
}

const isNews = ({ unread, level }: Room): boolean => unread > 0 && level !== 'nothing';
const spoken = (room: Room): string =>
  t.spoken.room('', stateOf(room, hasDraft(room)), countText(room.unread), countText(room.mentions));
const hasDraft = (room: Room): boolean => draftRooms.value.has(nameOf(room));

/** The user's rooms, those with something new first, then those with a draft, then other members of loaded rooms. */
function targets(query: string): readonly Target[] {
  const { channels, people } = listed(model.value.rooms);
  const rooms = [...channels, ...people].toSorted(
    (a, b) => Number(isNews(b)) - Number(isNews(a)) || Number(hasDraft(b)) - Number(hasDraft(a)),
  );
  const known = rooms.map((room): Target => {
    const name = nameOf(room);
    return {
      name: isChannel(room) ? name.slice(1) : name,
      label: name,
      room,
      run: () => go(name),
    };
  });
  const names = new Set(people.map(nameOf));
  const members = [...model.value.members.values()].flat().map(({ name }) => name);
  const others = [...new Set(members)]
    .filter((name) => !names.has(name) && name !== model.value.self?.name)
    .map((name): Target => ({
      name,
      label: t.writeToName(name),
      run: () => void openDirectByName(name),
    }));
  const found = best([...known, ...others], query.replace(/^[#@]/, ''), ({ name }) => name, 10);
  const isName = query !== '' && !/[\s#]/.test(query) && !found.some(({ name }) => name === query.replace(/^@/, ''));
  const typed = query.replace(/^@/, '');
  const anybody: Target = {
    ...{ name: typed, label: t.writeToName(typed) },
    run: () => void openDirectByName(typed),
  };
  if (isName) return [...found, anybody];
  const isRoom = /^#\S+$/.test(query) && !found.some(({ label }) => label.toLowerCase() === query.toLowerCase());
  const another: Target = { name: query, label: t.joinIt(query), run: () => void join(query) };
  return isRoom ? [...found, another] : found;
}

const MarksOf = ({ room }: { room: Room }) => (
  <span class="option-marks" aria-hidden="true">
    {hasDraft(room) && <DraftMark />}
    <Count room={room} />
  </span>
);

/** Ctrl-K: opens a room or a person by a part of the name. */
export function Switcher() {
  const query = useSignal('');
  const chosen = useSignal(0);
  const list = targets(query.value);
  const choose = (target: Target | undefined): void => {
    if (!target) return;
    closeDialog();
    target.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    // The keys are those of an input method.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) chosen.value = (chosen.value + step + list.length) % Math.max(1, list.length);
    else if (event.key === 'Enter') choose(list[chosen.value]);
    else return;
    event.preventDefault();
  };
  return (
    <DialogFrame title={t.jump} bare class="switcher">
      <input
        type="text"
        role="combobox"
        aria-label={t.switcherHint}
        aria-expanded="true"
        aria-controls="switcher-list"
        aria-activedescendant={`switcher-${chosen.value}`}
        placeholder={t.switcherHint}
        autocomplete="off"
        onInput={(event) => {
          query.value = event.currentTarget.value.trim();
          chosen.value = 0;
        }}
        onKeyDown={onKey}
      />
      <div id="switcher-list" role="listbox" aria-label={t.suggestions} class="options">
        {list.map((target, at) => (
          <div
            key={target.label}
            id={`switcher-${at}`}
            role="option"
            aria-selected={at === chosen.value}
            class={target.room && isNews(target.room) ? 'unread' : ''}
            onClick={() => choose(target)}
          >
            <span class="option-name">
              {target.label}
              {target.room && <span class="offscreen"> {spoken(target.room)}</span>}
            </span>
            {target.room && <MarksOf room={target.room} />}
          </div>
        ))}
      </div>
      {list.length === 0 && <p class="note">{t.noMatch}</p>}
    </DialogFrame>
  );
}
