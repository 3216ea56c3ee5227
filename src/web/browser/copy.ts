import { t } from '#web/words/texts.ts';
import { say } from './store.ts';

/** Copies, and says so; where the browser does not let the page, the text is shown to be copied by hand. */
export async function copy(text: string): Promise<void> {
  if ((await toClipboard(text)) || selected(text)) say(t.copied);
  else prompt(t.copyByHand, text);
}

/** There is no clipboard for pages without TLS, and a browser can refuse it. */
async function toClipboard(text: string): Promise<boolean> {
  if (!isSecureContext) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

/** Copies through a selected text field: without a secure context, this is the only way. */
function selected(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  const before = document.activeElement;
  const holder = document.querySelector('dialog[open]') ?? document.body;
  holder.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isDone;
}
