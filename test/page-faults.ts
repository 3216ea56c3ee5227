import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly any: readonly { readonly message: string }[] }[];
}

/** The rules of axe that a colour scheme can break. */
export const colourRules: readonly string[] = ['color-contrast', 'link-in-text-block'];

/** The violations that axe finds in the present page, each with its element. `rules`: only these. */
export async function faults(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  // What is just appearing is half transparent, and would have too little contrast.
  await page.evaluate('for (const each of document.getAnimations()) each.finish();');
  const { violations }: { violations: readonly Violation[] } = await page.evaluate(
    `axe.run(${JSON.stringify({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? ''} ${html.slice(0, 200)}`),
  );
}
