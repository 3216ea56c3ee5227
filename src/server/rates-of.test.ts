import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualRates } from '#chat/hub/turns/rates.ts';
import { dialects } from '#dialects/index.ts';
import { nick } from '#dialects/nick/nick.ts';
import { lightRate, usualInputRates } from '#link/input/input-rates.ts';
import type { Rate } from './arrivals.ts';
import type { Given } from './command.ts';
import { usualLimits } from './connection-limits.ts';
import { registrationsPerHour } from './passwords.ts';
import { ratesOf } from './rates-of.ts';
import { readDialectServerOptions } from './run-dialect-server.ts';
import { readServeOptions } from './run-serve.ts';

const given = (values: Given['values']): Given => ({ values, positionals: [] });

test('rates are the usual ones, and --no-limits lifts them all', () => {
  for (const limits of [
    (values: Given['values']) => readServeOptions(given(values), '/data', dialects).limits,
    (values: Given['values']) => readDialectServerOptions(given(values), '/data', nick).limits,
  ]) {
    const usual = { asks: usualRates, registrations: registrationsPerHour, input: usualInputRates };
    assert.deepEqual(ratesOf(limits({})), usual);
    const none = { asks: undefined, registrations: undefined, input: undefined };
    assert.deepEqual(ratesOf(limits({ 'no-limits': true })), none);
  }
});

test('the light rates of all links of one address together are below the rate of an address', () => {
  const { perAddress, arrivals } = usualLimits;
  const most = ({ burst, perSecond }: Rate): number => perAddress * perSecond + (arrivals?.perSecond ?? 0) * burst;
  const { address, light } = usualRates;
  assert.ok(most(lightRate) < usualInputRates.address.perSecond);
  assert.ok(most(light.asks) < address.asks.perSecond && most(light.bytes) < address.bytes.perSecond);
});
