import type { Room } from '#dialects/web/protocol.ts';
import { focusComposer } from '#web/browser/focus.ts';
import { messageAt } from './floating-tools.tsx';
import { mayEdit, showTools, startEdit, startReply } from './message-tools.ts';

function step(row: HTMLElement, key: 'ArrowUp' | 'ArrowDown'): HTMLElement | undefined {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])];
  return rows[rows.indexOf(row) + (key === 'ArrowUp' ? -1 : 1)];
}

/** Keys on a message that has the focus. */
export function onListKey(event: KeyboardEvent, room: Room): void {
  const found = messageAt(event.target);
  if (!found || event.target !== found.row || event.ctrlKey || event.altKey || event.metaKey) return;
  const { row, message } = found;
  switch (event.key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const next = step(row, event.key);
      if (next) next.focus();
      else if (event.key === 'ArrowDown') focusComposer();
      break;
    }
    case 'Enter':
    case ' ':
      showTools(room, message, row);
      break;
    case 'r':
      if (!message.redacted) startReply(message);
      break;
    case 'e':
      if (mayEdit(message)) startEdit(message);
      break;
    case 'Escape':
      focusComposer();
      break;
    default:
      return;
  }
  event.preventDefault();
}
