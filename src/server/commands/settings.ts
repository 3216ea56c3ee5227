import {
  type ChatSettingName,
  type ChatSettingShown,
  chatSettingNames,
  isChatSetting,
  isSettingValue,
  valuesOf,
} from '#chat/settings/chat-settings.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { nearest } from '#text/nearest.ts';
import { quoted } from '#server/command-line.ts';
import { visible } from '#text/visible.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { parseDuration } from './duration.ts';
import { answered, hasFields } from './json-line.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { printList } from './print-list.ts';

export const settingsCommand: Command = {
  name: 'settings',
  args: '[NAME [VALUE]]',
  count: [0, 2],
  summary: 'show or change the settings of the chat',
  about: `The settings are stored with the chat and apply at once, and in later runs. VALUE "default" resets one.
The options of a listener can only be stricter.`,
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: [
    'polylogue settings',
    'polylogue settings registration invite',
    'polylogue settings edit-window 15m',
    'polylogue settings guests default',
  ],
  run: (given, stdio) => reportingRefusals('settings', stdio, () => runSettings(given, stdio)),
};

async function runSettings(given: Given, stdio: Stdio): Promise<number> {
  const [text, value] = given.positionals;
  const name = text === undefined ? undefined : settingNamed(text);
  const dir = dataDirectory(given);
  if (name !== undefined && value !== undefined) {
    await askAll(dir, { kind: 'setting', name, value: readValue(name, value) });
  }
  const shown = (await askAll(dir, { kind: 'settings' })).map(settingOf);
  const wanted = shown.filter((each) => name === undefined || each.name === name);
  if (value === undefined) return show(given, stdio, wanted);
  for (const each of wanted) say(stdio, `${each.name} is ${each.value} now${each.isSet ? '' : ', the default'}.`);
  return given.values['json'] === true ? show(given, stdio, wanted) : 0;
}

function settingNamed(text: string): ChatSettingName {
  if (isChatSetting(text)) return text;
  const meant = nearest(text, chatSettingNames);
  const hint = meant ? `Did you mean ${meant}?` : `Choose one of: ${chatSettingNames.join(', ')}.`;
  throw new UsageError(`There is no setting ${quoted(text)}. ${hint}`);
}

/** The stored form: a time in seconds, nothing for the default. Throws `UsageError`. */
export function readValue(name: ChatSettingName, text: string): string {
  if (text === 'default') return '';
  if (isSettingValue(name, text)) return text;
  const length = name === 'edit-window' ? parseDuration(text) : undefined;
  const seconds = length === undefined ? '' : String(length / 1000);
  if (isSettingValue(name, seconds)) return seconds;
  throw new UsageError(`${name} is ${valuesOf(name)}, not ${quoted(text)}.`);
}

const show = (given: Given, stdio: Stdio, settings: readonly ChatSettingShown[]): Promise<number> =>
  printList(given, stdio, settings, { read: settingOf, cells: settingCells });

/** `guests no whether people may log in without an account (yes or no; default yes)`. */
export const settingCells = ({ name, value, usual, values, about }: ChatSettingShown): readonly string[] => [
  visible(name),
  visible(value),
  visible(`${about} (${values}; default ${usual})`),
];

const isSetting = (value: unknown): value is ChatSettingShown =>
  hasFields(value, 'name', 'value', 'isSet', 'usual', 'values', 'about');

const settingOf = answered(isSetting);
