import type { Asked } from '#chat/event.ts';

/** How often a node may find that its last run was another one than it knew. */
const mostTries = 5;

/**
 * Asks for the beginning of a node's run. The order may hold a later run of the node than the node had heard of when it
 * asked; then it asks again. Throws when the order does not take it.
 *
 * @param lastRun the mark of the node's live run, as far as the order was followed
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
    if (lastRun() === ends || tries === mostTries) {
      throw new Error(`the order does not take the beginning of a run: ${began.code}`);
    }
  }
}
