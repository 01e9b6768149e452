/**
 * A text that a terminal can be shown: control characters, and those that reorder what stands around them, are spelled out,
 * so that a source line can neither move the cursor nor show something other than what it says. Tabs become spaces.
 */
export function printable(text: string): string {
  return text.replace(/\t/g, "    ").replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`);
}

// controls, line separators, lone surrogates, and directional marks and overrides (Unicode Technical Report 36, section 3)
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\ufeff]/gu;

/** How many columns of a terminal a printable text takes: wide characters take two, combining ones none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

const combining = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u;
const wide = /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;
