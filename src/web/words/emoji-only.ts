const signs =
  /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\s]|[\ufe0f\u{e0020}-\u{e007f}])+$/u;
const signsEach = /\p{Extended_Pictographic}(?:\ufe0f?\u200d\p{Extended_Pictographic})*|\p{Regional_Indicator}{2}/gu;
/** More of them are shown as large as any other text. */
const maxSigns = 6;
/** UTF-16 units; a sign with joiners and skin tones has up to about twenty. */
const maxLength = 120;

/** Whether a message is a few emoji and nothing else: it is shown larger. */
export function isEmojiOnly(text: string): boolean {
  if (text.length > maxLength || !signs.test(text)) return false;
  const count = text.match(signsEach)?.length ?? 0;
  return count > 0 && count <= maxSigns;
}
