import { parseOutbox, type Outbox } from '#web/model/outbox.ts';

/**
 * Data that the browser keeps. If storage is disabled or full, the page works without it. `tab`: kept until the tab is
 * closed; `browser`: kept for all tabs.
 */
const areas = { tab: (): Storage => sessionStorage, browser: (): Storage => localStorage };

function read(area: keyof typeof areas, key: string): string | null {
  try {
    return areas[area]().getItem(`polylogue.${key}`);
  } catch {
    return null;
  }
}

function write(area: keyof typeof areas, key: string, value: string | undefined): void {
  try {
    const storage = areas[area]();
    if (value === undefined || value === '') storage.removeItem(`polylogue.${key}`);
    else storage.setItem(`polylogue.${key}`, value);
  } catch {
    // The value is not kept; everything else works.
  }
}

/** The token of this tab's session, which continues after a reload. Secret. */
export const keptToken = (): string | undefined => read('tab', 'token') ?? undefined;
export const keepToken = (token: string | undefined): void => write('tab', 'token', token);

/** The name with which this tab is logged in, and the name proposed in a new tab. */
export const keptName = (): string | undefined => read('tab', 'name') ?? undefined;
export const proposedName = (): string => read('browser', 'name') ?? '';
export const keepName = (name: string | undefined): void => write('tab', 'name', name);
export const keepProposedName = (name: string): void => write('browser', 'name', name);

/** Whether this browser has a device cookie, which the page itself cannot read. */
export const keptDevice = (): boolean => read('browser', 'device') === 'yes';
export const keepDevice = (is: boolean): void => write('browser', 'device', is ? 'yes' : undefined);

export const keptDraft = (room: string): string => read('browser', `draft.${room}`) ?? '';
export const keepDraft = (room: string, text: string): void => write('browser', `draft.${room}`, text);

/** The names of the rooms with a draft. */
export function keptDrafts(): readonly string[] {
  const before = 'polylogue.draft.';
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(before) ? [key.slice(before.length)] : []));
  } catch {
    return [];
  }
}

/** The channels of this tab's guest, with a space between two of them. Names have none. */
export const keptChannels = (): readonly string[] => (read('tab', 'channels') ?? '').split(' ').filter(Boolean);
export const keepChannels = (names: string): void => write('tab', 'channels', names);

export const keptOutbox = (): Outbox => parseOutbox(read('tab', 'outbox'));
export const keepOutbox = (outbox: Outbox): void =>
  write('tab', 'outbox', outbox.length === 0 ? undefined : JSON.stringify(outbox));

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'system' | 'en' | 'de';

function oneOf<T extends string>(values: readonly T[], value: string | null, otherwise: T): T {
  return values.find((known) => known === value) ?? otherwise;
}

export const keptTheme = (): Theme => oneOf(['system', 'light', 'dark'], read('browser', 'theme'), 'system');
export const keepTheme = (theme: Theme): void => write('browser', 'theme', theme);
export const keptLanguage = (): Language => oneOf(['system', 'en', 'de'], read('browser', 'language'), 'system');
export const keepLanguage = (language: Language): void => write('browser', 'language', language);
export const keptNotifying = (): boolean => read('browser', 'notify') === 'yes';
export const keepNotifying = (is: boolean): void => write('browser', 'notify', is ? 'yes' : undefined);
/** The emoji last used, newest first. */
export const keptEmoji = (): readonly string[] => (read('browser', 'emoji') ?? '').split(' ').filter(Boolean);
export const keepEmoji = (emoji: string): void =>
  write('browser', 'emoji', [emoji, ...keptEmoji().filter((other) => other !== emoji)].slice(0, 12).join(' '));
