import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { accountNamed } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { newSecret } from './new-password.ts';
import { reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';

export const accountPasswdCommand: Command = {
  name: 'account passwd',
  args: 'NAME',
  count: [1, 1],
  summary: "change an account's password and end its sessions",
  about: `The password is asked for at the terminal, twice and without echo, or read from a pipe as one line. Sessions
of the account are closed and have to log in again.`,
  options: { json: doneJson, data: dataOption },
  examples: ['polylogue account passwd alice', 'polylogue account passwd alice < password.txt'],
  run: (given, stdio) => reportingRefusals('account passwd', stdio, () => changePassword(given, stdio)),
};

async function changePassword(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const { name } = await accountNamed(dir, wanted);
  await askAll(dir, { kind: 'account-passwd', name, secret: await newSecret(stdio, name) });
  const sentence = `The password of ${name} is changed. Its sessions have ended.`;
  return reportDone(given, stdio, { did: 'account passwd', name }, [sentence]);
}
