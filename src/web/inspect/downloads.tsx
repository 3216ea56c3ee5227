import type { Captured } from './capture.ts';
import { download, downloadCapture } from './download.ts';
import { texts } from './texts.ts';

interface DownloadsProps {
  transcript(): string;
  readonly captured: Omit<Captured, 'version'>;
}

/** Frames as files: a transcript, and a capture. */
export function Downloads({ transcript, captured }: DownloadsProps) {
  const name = captured.dialect === 'web' ? 'polylogue' : captured.dialect;
  return (
    <>
      <button type="button" title={texts.downloadHint} onClick={() => download(`${name}.txt`, transcript())}>
        {texts.download}
      </button>
      <button type="button" title={texts.captureHint} onClick={() => void downloadCapture(captured)}>
        {texts.capture}
      </button>
    </>
  );
}
