import { type Check, type Spec, specs, type Suite } from './check.ts';
import { unseenRows } from './rows-without-check.ts';

const indent = ' '.repeat(21);

/** Written in place of a sentence, if a spec does not require the check. */
const absent: Readonly<Record<Spec, string>> = {
  code: '– (the original does not do this, or does it differently)',
  readme: '– (its description does not ask for this)',
};

const rowsOf = ({ id, title, from, needs, rows }: Check): readonly string[] => [
  `${id.padEnd(20)} ${title}`,
  ...specs.map((spec) => `${indent}${spec}: ${from[spec] ?? absent[spec]}`),
  ...(needs.length > 0 ? [`${indent}needs: ${needs.join(', ')}`] : []),
  ...(rows.length > 0 ? [`${indent}rows: ${rows.join(', ')}`] : []),
];

/**
 * All checks of a suite, with the sentence of each spec and the rows of `docs/seeds.md`; at the end the rows without a
 * check.
 */
export function listRows({ dialect, checks }: Suite): readonly string[] {
  const unseen = Object.entries(unseenRows[dialect] ?? {});
  return [
    ...checks.flatMap(rowsOf),
    '',
    `Rows of docs/seeds.md (${dialect}) that no check can see:`,
    ...unseen.map(([row, why]) => `${row.padStart(4)}  ${why}`),
  ];
}
