import { maxDevices } from '#chat/rights/grant.ts';
import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { askAll } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { accountNamed } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { grantOf, listGrants, writeJson } from './grant-text.ts';
import { say, reportingRefusals } from './report-refusals.ts';

export const accountDevicesCommand: Command = {
  name: 'account devices',
  args: 'NAME',
  count: [1, 1],
  summary: 'list the browsers and programs in which an account is logged in',
  about: `A device stays logged in for 90 days after its last use, without a session and over restarts. It is logged out by
"polylogue account logout", by its own account, and by another password. An account has at most ${maxDevices} devices.
Sessions of other programs are not devices: "polylogue who" shows them.`,
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue account devices alice', 'polylogue account devices alice --json'],
  run: (given, stdio) => reportingRefusals('account devices', stdio, () => listDevices(given, stdio)),
};

async function listDevices(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = ''] = given.positionals;
  const { name } = await accountNamed(dataDirectory(given), wanted);
  return listGrants(given, stdio, { kind: 'grants', purpose: 'device', name }, `${name} has no devices.`);
}

export const accountLogoutCommand: Command = {
  name: 'account logout',
  args: 'NAME',
  count: [1, 1],
  summary: 'log an account out everywhere',
  about: `All its devices are logged out, and all its sessions end, on every dialect. The password stays, so it can log in again;
its bots and webhooks stay, too. With --device only that one is logged out.`,
  options: {
    device: { value: 'ID', help: 'only this device, by its number in polylogue account devices' },
    json: { help: 'one JSON object' },
    data: dataOption,
  },
  examples: ['polylogue account logout alice', 'polylogue account logout alice --device 17'],
  run: (given, stdio) => reportingRefusals('account logout', stdio, () => logOut(given, stdio)),
};

async function logOut(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const { name } = await accountNamed(dir, wanted);
  const text = textOf(given.values, 'device');
  if (text === undefined) {
    await askAll(dir, { kind: 'account-logout', name });
    if (given.values['json'] === true) await writeJson(stdio, { account: name, loggedOut: true });
    else say(stdio, `${name} is logged out everywhere.`);
    return 0;
  }
  const id = await deviceOf(dir, name, text);
  await askAll(dir, { kind: 'grant-revoke', purpose: 'device', id });
  if (given.values['json'] === true) await writeJson(stdio, { account: name, device: id, loggedOut: true });
  else say(stdio, `Device ${id} of ${name} is logged out.`);
  return 0;
}

async function deviceOf(dir: string, name: string, text: string): Promise<number> {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new UsageError(`--device takes a number, from polylogue account devices, not ${quoted(text)}.`);
  }
  const devices = (await askAll(dir, { kind: 'grants', purpose: 'device', name })).map(grantOf);
  if (devices.some(({ id }) => id === Number(text))) return Number(text);
  throw new CommandError(`${name} has no device ${text}. List them with: polylogue account devices ${name}`);
}
