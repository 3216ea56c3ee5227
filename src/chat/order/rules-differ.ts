/** A node of the same order judges by another version of the rules: the two would come to different verdicts. */
export class RulesDiffer extends Error {
  override readonly name = 'RulesDiffer';

  /** `node`: its name. `theirs`, `ours`: the versions of the rules. */
  constructor(node: string, theirs: number, ours: number) {
    super(
      `the node ${JSON.stringify(node)} judges by version ${theirs} of the rules, this one by version ${ours}. ` +
        'Run the same version of Polylogue on all nodes.',
    );
  }
}
