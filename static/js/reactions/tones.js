// @ts-check
/** Skin tones: there is one reaction for all of them. As weconnect/wire/text.py. */
import { oneEmoji } from '../core/i18n/letters.js';

const TONE = /(?<=[^\u200d])\p{Emoji_Modifier}/gu;
const SELECTORS = /[\ufe0e\ufe0f]/g;
/** What consists of two people when each has a tone, and is one sign without. @type {Record<string, string>} */
const UNTONED = {
  '\u{1faf1}\u200d\u{1faf2}': '🤝',
  '👩\u200d🤝\u200d👩': '👭',
  '👩\u200d🤝\u200d👨': '👫',
  '👨\u200d🤝\u200d👨': '👬',
  '🧑\u200d❤\u200d🧑': '💑',
  '🧑\u200d❤\u200d💋\u200d🧑': '💏',
  '🧑\u200d🐰\u200d🧑': '👯',
  '👨\u200d🐰\u200d👨': '👯\u200d♂',
  '👩\u200d🐰\u200d👩': '👯\u200d♀',
  '🧑\u200d\u{1faef}\u200d🧑': '🤼',
  '👨\u200d\u{1faef}\u200d👨': '🤼\u200d♂',
  '👩\u200d\u{1faef}\u200d👩': '🤼\u200d♀',
};

/** An emoji as it is without any skin tone, in its one form. @param {string} emoji */
export function withoutTone(emoji) {
  if (emoji.startsWith(':')) return emoji;
  const bare = emoji.replace(SELECTORS, '').replace(TONE, '');
  return oneEmoji(UNTONED[bare] ?? bare);
}
