/** UTF-8 bytes of one emoji: the longest family in use has 35. */
const maxEmojiBytes = 64;

const utf8 = new TextEncoder();

/**
 * One emoji as UTS 51 composes it: a flag, a keycap, or pictographs, each with skin tone or tags, held together by joiners.
 * Code points that Unicode has reserved for later emoji count, so that every version of Node decides alike.
 */
const emoji = (() => {
  const pictograph = String.raw`\p{Extended_Pictographic}(?:[\u{1f3fb}-\u{1f3ff}]|\ufe0f\u20e3?)?(?:[\u{e0020}-\u{e007e}]+\u{e007f})?`;
  const flag = String.raw`[\u{1f1e6}-\u{1f1ff}]{2}`;
  return new RegExp(
    String.raw`^(?:${flag}|[0-9#*]\ufe0f?\u20e3|${pictograph}(?:\u200d(?:${pictograph}|[♀-♂]\ufe0f?))*)$`,
    'u',
  );
})();

/** What people without an emoji keyboard type: `+1`, `:)`, `lol`. */
const typed = /^[\x21-\x7e]{1,8}$/;

/** Pictographs that are drawn as letters are unless U+FE0F follows them. */
const asText = /^\p{Extended_Pictographic}$/u;
const asEmoji = /^\p{Emoji_Presentation}$/u;

/**
 * A reaction in the form it is kept in, so that the same one is not counted twice: one emoji, or one to eight ASCII
 * characters without spaces. Undefined for anything else.
 */
export function parseReaction(text: string): string | undefined {
  if (typed.test(text)) return text;
  if (text.length > maxEmojiBytes || !emoji.test(text) || utf8.encode(text).length > maxEmojiBytes) return undefined;
  const bare = text.replace(/\ufe0f$/, '');
  if (!asText.test(bare)) return text;
  return asEmoji.test(bare) ? bare : `${bare}\ufe0f`;
}
