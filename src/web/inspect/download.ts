import { model, say } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import type { Captured } from './capture.ts';

/** Saves a text, or bytes, as a file. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>): void {
  const type = typeof content === 'string' ? 'text/plain' : 'application/octet-stream';
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Saves frames as a .pcapng file. The code for it is loaded on demand. */
export async function downloadCapture(captured: Omit<Captured, 'version'>): Promise<void> {
  const loaded = await import('./capture.ts').catch(() => undefined);
  if (loaded === undefined) return say(t.notLoaded, true);
  const version = model.peek().server?.version ?? '';
  download(`polylogue-${captured.dialect}.pcapng`, loaded.captureOf({ ...captured, version }));
}
