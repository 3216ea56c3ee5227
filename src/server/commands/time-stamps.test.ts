import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { localStamp, offsetStamp, utcStamp, zoneLine } from './time-stamps.ts';

const at = Date.UTC(2026, 10, 20, 20, 31, 5, 999);

test('a time in UTC says so', () => assert.equal(utcStamp(at), '2026-11-20 20:31:05Z'));

test('a time with its offset is the local one, and how far that is from UTC', () => {
  const [, local, hours, minutes] = /^(.*) [+-](\d\d):(\d\d)$/.exec(offsetStamp(at)) ?? [];
  assert.equal(local, localStamp(at));
  assert.equal(Number(hours) * 60 + Number(minutes), Math.abs(new Date(at).getTimezoneOffset()));
});

const elsewhere = (zone: string): string => {
  const code = `const z = await import(${JSON.stringify(new URL('time-stamps.ts', import.meta.url).href)});
    console.log(z.offsetStamp(${at}), z.offsetStamp(${Date.UTC(2026, 6, 1)}), z.zoneLine(${at}));`;
  const env = { ...process.env, TZ: zone };
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' }).stdout.trim();
};

test('the zone is that of the machine, summer and winter', () => {
  assert.equal(
    elsewhere('Europe/Berlin'),
    '2026-11-20 21:31:05 +01:00 2026-07-01 02:00:00 +02:00 Times are in Europe/Berlin, now UTC+01:00.',
  );
  assert.match(elsewhere('America/St_Johns'), /^2026-11-20 17:01:05 -03:30 .*now UTC-03:30\.$/);
  assert.match(zoneLine(at), /^Times are in \S+, now UTC[+-]\d\d:\d\d\.$/);
});
