import { quoted } from './command-line.ts';
import { UsageError } from './command.ts';

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 1024,
  m: 1e6,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1e9,
  gb: 1e9,
  gib: 1024 ** 3,
};

/**
 * Parses a size such as `100MB`, `64MiB`, `2 GB` or `5000`; in bytes. Throws `UsageError` for anything else, and for
 * less than `least`.
 */
export function readSize(option: string, text: string, least: number): number {
  const [, digits = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  if (digits === '' || factor === undefined) {
    throw new UsageError(`--${option} takes a size such as 100MB, not ${quoted(text)}.`);
  }
  const bytes = Math.round(Number(digits) * factor);
  if (bytes < least) throw new UsageError(`--${option} must be at least ${sizeText(least)}.`);
  if (bytes > Number.MAX_SAFE_INTEGER) throw new UsageError(`--${option} is too large.`);
  return bytes;
}

/** `1 GB`, `64 MB`, `1.5 MB`, `812 bytes`. */
export function sizeText(bytes: number): string {
  for (const [unit, factor] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= factor) return `${Number((bytes / factor).toFixed(1))} ${unit}`;
  }
  return `${bytes} bytes`;
}
