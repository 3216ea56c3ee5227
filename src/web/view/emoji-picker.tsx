import { effect, signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Message, Room } from '#dialects/web/protocol.ts';
import { react } from '#web/browser/message-actions.ts';
import { type Emoji, emojiList, findEmoji, loadEmoji } from '#web/browser/emoji.ts';
import { closedByBack } from '#web/browser/back.ts';
import { focusFirst, isTouch } from '#web/browser/focus.ts';
import { keptEmoji } from '#web/browser/storage.ts';
import { messageOf } from '#web/model/timeline.ts';
import { model, route } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';

interface Picking {
  readonly at: DOMRect;
  readonly opener: Element | null;
  readonly use: (sign: string) => void;
}

const picking = signal<Picking | undefined>(undefined);

/** Opens the emoji picker beside an element. */
export function pickEmoji(anchor: Element, use: (sign: string) => void): void {
  picking.value = { at: anchor.getBoundingClientRect(), opener: document.activeElement, use };
}

/** Opens the picker for a reaction to the message, in its state at that time. */
export function pickEmojiFor(room: Room, message: Message, anchor: Element): void {
  pickEmoji(anchor, (sign) => {
    const now = messageOf(model.peek().timelines.get(room.id), message.seq);
    if (now) void react(room, now, sign);
  });
}

// What is picked is for the room that was open.
effect(() => {
  void route.value;
  picking.value = undefined;
});

function hide(): void {
  const opener = picking.value?.opener;
  picking.value = undefined;
  if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
}

const usual = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '👀', '✅', '🚀', '🤔', '👋'];
/** The number of emoji shown at once. */
const maxShown = 160;

const plain = (sign: string): Emoji => ({ sign, category: '', name: sign, words: [] });

function shownFor(query: string): readonly Emoji[] {
  if (query !== '') return findEmoji(query, maxShown);
  const lately = [...new Set([...keptEmoji(), ...usual])].slice(0, 16);
  const known = new Map((emojiList.value ?? []).map((emoji) => [emoji.sign, emoji]));
  const all = (emojiList.value ?? []).filter(({ sign }) => !lately.includes(sign)).slice(0, maxShown - 16);
  return [...lately.map((sign) => known.get(sign) ?? plain(sign)), ...all];
}

/** The number that fits: fewer if they are larger. */
const columnsOf = (grid: HTMLElement): number => getComputedStyle(grid).gridTemplateColumns.split(' ').length;

function onGridKey(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const columns = columnsOf(event.currentTarget);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const now = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[now + step];
  if (next) next.focus();
  else if (step < 0) document.querySelector<HTMLInputElement>('.emoji-picker input')?.focus();
  event.preventDefault();
}

function place(box: HTMLElement, at: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const above = at.top - height - 6;
  box.style.top = `${above > 8 ? above : Math.max(8, Math.min(at.bottom + 6, innerHeight - height - 8))}px`;
  box.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
}

/** The field and the grid are all that Tab reaches; Escape closes the picker and nothing else. */
function onPickerKey(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key === 'Tab') {
    const isInGrid = event.target instanceof HTMLButtonElement;
    event.currentTarget.querySelector<HTMLElement>(isInGrid ? 'input' : '.emoji-grid button')?.focus();
    event.preventDefault();
  }
  if (event.key !== 'Escape') return;
  hide();
  event.stopPropagation();
}

/** The element of the picker, beside what it was opened from. */
function usePlacedBox(at: DOMRect) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // The keyboard of a phone would cover what is to be touched.
    if (isTouch()) box.current?.focus();
    return closedByBack(hide);
  }, []);
  const isLoaded = emojiList.value !== undefined;
  useLayoutEffect(() => {
    // Before its list is loaded it is smaller.
    if (box.current) place(box.current, at);
  }, [at, isLoaded]);
  return box;
}

function Picker({ at, use }: Picking) {
  const query = useSignal('');
  const box = usePlacedBox(at);
  useEffect(() => void loadEmoji(), []);
  const choose = (sign: string): void => {
    hide();
    use(sign);
  };
  const list = shownFor(query.value);
  const onKey = (event: KeyboardEvent): void => {
    const first = list[0];
    if (event.isComposing) return;
    if (event.key === 'Enter' && first) choose(first.sign);
    else if (event.key === 'ArrowDown') box.current?.querySelector<HTMLElement>('.emoji-grid button')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div ref={box} class="emoji-picker" role="dialog" tabIndex={-1} aria-label={t.emoji} onKeyDown={onPickerKey}>
      <input
        {...(!isTouch() && { ref: focusFirst })}
        type="search"
        aria-label={t.findEmoji}
        placeholder={t.findEmoji}
        onInput={(event) => (query.value = event.currentTarget.value.replace(/^:/, ''))}
        onKeyDown={onKey}
      />
      <div class="emoji-grid" onKeyDown={onGridKey}>
        {list.map(({ sign, name }) => (
          <button
            key={sign}
            type="button"
            tabIndex={-1}
            title={`:${name}:`}
            aria-label={name.replaceAll('_', ' ')}
            onClick={() => choose(sign)}
          >
            {sign}
          </button>
        ))}
      </div>
      {list.length === 0 && <p class="note">{t.noEmoji}</p>}
    </div>
  );
}

/** The one emoji picker of the page. */
export function EmojiPicker() {
  const open = picking.value;
  if (!open) return null;
  return (
    <div class="menu-ground" onPointerDown={(event) => event.target === event.currentTarget && hide()}>
      <Picker {...open} />
    </div>
  );
}
