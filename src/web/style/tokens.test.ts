import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Channels = readonly [number, number, number];

/** Converts a channel from sRGB to linear light. */
const toLight = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function fromHex(text: string): Channels {
  const [r = 0, g = 0, b = 0] = (text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) =>
    toLight(Number.parseInt(pair, 16) / 255),
  );
  return [r, g, b];
}

/** Converts Oklch to linear sRGB, by Ottosson's matrices; values outside sRGB are clipped, as in browsers. */
function fromOklch(text: string): Channels {
  const [lightness = 0, chroma = 0, hue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const luminance = ([r, g, b]: Channels): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: string, b: string): number {
  const read = (text: string): number => luminance(text.startsWith('#') ? fromHex(text) : fromOklch(text));
  const [low = 0, high = 0] = [read(a), read(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The colour of a token in each theme. */
function token(name: string): { readonly light: string; readonly dark: string } {
  const value = new RegExp(`--${name}: light-dark\\((oklch\\([^)]*\\)|#\\w+), (oklch\\([^)]*\\)|#\\w+)\\)`).exec(css);
  assert.ok(value, name);
  return { light: value[1] ?? '', dark: value[2] ?? '' };
}

const hues = Array.from({ length: 8 }, (_, at) => `hue-${at}`);
const words = ['text', 'muted', 'accent', 'new', 'danger', 'ok', ...hues];
/**
 * Pairs of colours shown together, and the contrast that WCAG requires at level AA: 4.5 for text, 3 for edges of
 * fields.
 */
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...words.flatMap((word) => ['ground', 'side', 'raised', 'mention'].map((ground) => [word, ground, 4.5] as const)),
  ...['text', 'muted'].map((word) => [word, 'lit', 4.5] as const),
  ['on-accent', 'accent', 4.5],
  ...['ground', 'side', 'raised'].map((ground) => ['edge', ground, 3] as const),
];

for (const theme of ['light', 'dark'] as const) {
  test(`every colour can be read on every ground, ${theme}`, () => {
    const weak = pairs
      .map(([front, back, least]) => ({ front, back, least, is: contrast(token(front)[theme], token(back)[theme]) }))
      .filter(({ is, least }) => is < least);
    assert.deepEqual(weak, []);
  });
}
