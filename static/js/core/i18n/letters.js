// @ts-check
/** What people write: what shows, what can be sent, emojis and initials. As weconnect/wire/text.py says, by the same properties. */

const INVISIBLE = '[\\p{White_Space}\\p{Default_Ignorable_Code_Point}\\p{Cc}\\u2800\\ufff9-\\ufffb\\u{1d159}\\u{16fe4}\\u{13430}-\\u{13442}]';
const VISIBLE = new RegExp(`(?!${INVISIBLE}).`, 'u');
/** White space as the server sees it. */
const SPACE = /^[\p{White_Space}\x1c-\x1f]$/u;
const NEVER_SENT = /[\0\p{Cs}]/gu;
const SELECTORS = /[\ufe0e\ufe0f]/g;
const TO_SELECT = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu;

/** Whether a text shows anything at all. @param {string} text */
export const shows = (text) => VISIBLE.test(text);

/** A message without blank lines before it and white space after it; its first line keeps its indentation. @param {string} text */
export function trimmed(text) {
  let [start, end] = [0, text.length];
  while (end > 0 && SPACE.test(text[end - 1])) end -= 1;
  for (let at = 0; at < end && SPACE.test(text[at]); at += 1) if (text[at] === '\n') start = at + 1;
  return text.slice(start, end);
}

/** Whether something in a text cannot be sent: NUL, or half of a character. @param {string} text */
export const isOdd = (text) => text.search(NEVER_SENT) >= 0;

/** The text without that. @param {string} text */
export const mended = (text) => text.replace(NEVER_SENT, '');

/** The one form of an emoji, whichever of its forms it is given in. @param {string} emoji */
export const oneEmoji = (emoji) => emoji.replace(SELECTORS, '').replace(TO_SELECT, '$&\ufe0f');

const signs = new Intl.Segmenter();

/** The longest signs that are drawn as one are emojis, of ten code points; what is longer are marks upon marks. */
const LONGEST_SIGN = 12;

/** What stands for a person without a picture: the first sign of their name, as a capital. @param {string} name */
export function initial(name) {
  for (const { segment } of signs.segment(name)) {
    const points = [...segment];
    return (points.length > LONGEST_SIGN ? points[0] : segment).toUpperCase();
  }
  return '';
}

const EMOJI = '(?:(?![0-9#*\\p{Regional_Indicator}])\\p{Emoji}|\\p{Extended_Pictographic})(?:\\p{Emoji_Modifier}|\\ufe0f)?';
const EMOJIS = `(?:\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3|\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]+\\u{e007f}|${EMOJI}(?:\\u200d${EMOJI})*)`;
const FEW = new RegExp(`^\\s*(?:(?:${EMOJIS}|:[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}\\p{Nd}_+-]{1,64}:)\\s*){1,3}$`, 'u');

/** Whether a text is one to three emojis and nothing else, as weconnect/formatting/emoji.py has it; a `plain` one has no names. @param {string} text @param {boolean} [plain] */
export const isFewEmojis = (text, plain) => text.length <= 204 && !(plain && text.includes(':')) && FEW.test(text);
