import type { Asked } from '#chat/event.ts';

/** How often a node may find out that its last run is not the one it knew. */
const maxTries = 5;

/**
 * Posts the beginning of a node's run. The order may contain a later run of the node than the node had seen when it
 * posted; then it posts again. Throws when the order refuses it.
 *
 * @param lastRun the id of the node's live run, as far as the order was followed
 */
export async function beginRun(
  command: (event: Asked) => Promise<{ readonly kind: string; readonly code?: string }>,
  node: string,
  rules: number,
  lastRun: () => string | undefined,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const ends = lastRun();
    const began = await command({ kind: 'began', node, rules, ends });
    if (began.kind !== 'refusal') return;
    if (lastRun() === ends || tries === maxTries) {
      throw new Error(`the order does not take the beginning of a run: ${began.code}`);
    }
  }
}
