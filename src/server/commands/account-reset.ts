import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { accountNamed } from './account-records.ts';
import { codeOf, limitText } from './code-text.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readEnding } from './end-option.ts';
import { tellCode } from './invite.ts';
import { pageLink } from './page-link.ts';
import { reportingRefusals } from './report-refusals.ts';

export const accountResetCommand: Command = {
  name: 'account reset',
  args: 'NAME',
  count: [1, 1],
  summary: 'create a code to set a new password, for somebody who forgot theirs',
  about: `Prints the code once; only a hash of it is stored. It can be used once, and earlier codes for the same
account stop working. Give it to the person, who then chooses a password that nobody else knows. The old password is
valid until the code is used.`,
  options: {
    for: { value: 'TIME', help: 'how long it can be used: 2h, 1d (the default), 1w, or ever' },
    json: { help: 'one JSON object' },
    data: dataOption,
  },
  examples: ['polylogue account reset alice', 'polylogue account reset alice --for 1h'],
  run: (given, stdio) => reportingRefusals('account reset', stdio, () => resetAccount(given, stdio)),
};

async function resetAccount(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const until = readEnding(given, Date.now(), '1d');
  const { name } = await accountNamed(dir, wanted);
  const [made] = await askAll(dir, { kind: 'account-reset', name, until });
  const code = codeOf(made);
  return tellCode(given, stdio, code, [
    `It can be used ${limitText(code)}. In the chat, under any name: /reset CODE NEW-PASSWORD`,
    ...(await pageLink(dir, `reset/${code.code ?? ''}`)),
  ]);
}
