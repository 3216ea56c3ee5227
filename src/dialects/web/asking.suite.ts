import assert from 'node:assert/strict';

import type { TranscriptServer } from '#lab/transcript-server.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** A client of the web dialect that sends some requests at once, and is given their answers. */
export async function asking(
  server: TranscriptServer,
): Promise<(...requests: readonly object[]) => Promise<readonly Answer[]>> {
  const wire = await server.connect('web');
  return async (...requests) => {
    for (const [ref, request] of requests.entries()) {
      await wire.write(Buffer.from(`${JSON.stringify({ ref, ...request })}\n`));
    }
    let text = '';
    for (;;) {
      const lines = text.split('\n').slice(0, -1);
      const answers = lines.map((line): Answer => JSON.parse(line)).filter((frame) => 'ref' in frame);
      if (answers.length === requests.length) return answers;
      const chunk = await wire.read();
      assert.ok(typeof chunk !== 'string', 'the link is over');
      text += Buffer.from(chunk).toString();
    }
  };
}
