// @ts-check
/** What the two places share in which messages are written. */

import { MAX_CONTENT } from '../wire.js';
import { setAttribute, setText } from './element.js';
import { hiddenSigns } from './html.js';
import { announce } from './page.js';
import { words } from '../i18n/words.js';

export { MAX_CONTENT };

/** Length as the server counts it: in characters, not in halves of them. @param {string} text */
export const lengthOf = (text) => {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i += 1) {
    const [a, b] = [text.charCodeAt(i), text.charCodeAt(i + 1)];
    if (a >= 0xd800 && a < 0xdc00 && b >= 0xdc00 && b < 0xe000) length -= 1;
  }
  return length;
};

const GROWS_BY_ITSELF = globalThis.CSS?.supports?.('field-sizing', 'content') ?? false;

/** Grows with its text where the stylesheet alone cannot; the stylesheet sets the limit. @param {HTMLTextAreaElement} area */
export function autosize(area) {
  if (GROWS_BY_ITSELF) return;
  area.style.blockSize = 'auto';
  area.style.blockSize = `${Math.min(area.scrollHeight + 2, window.innerHeight * 0.4)}px`;
}

/** Says below a field which signs in it one does not see, as the field cannot show them. @param {HTMLElement} line @param {string} text */
export function showHidden(line, text) {
  const names = hiddenSigns(text);
  line.hidden = !names.length;
  setText(line, names.length ? words.input.hidden(names) : '');
}

const WARN_BELOW = 200;
/** How many characters are left is told to whoever pauses that long, not at each letter; milliseconds. */
const TOLD_AFTER = 1000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let telling;

/** Says below a field how many characters are left, when they are few: to see, and to hear. @param {HTMLElement} line @param {number} left */
export function showRemaining(line, left) {
  clearTimeout(telling);
  line.hidden = left >= WARN_BELOW;
  const text = line.hidden ? '' : words.input.remaining(left);
  setText(line, text);
  setAttribute(line, 'data-over', left < 0);
  if (text) telling = setTimeout(() => announce(text), TOLD_AFTER);
}

/** Puts text where the cursor is. @param {HTMLTextAreaElement} area @param {string} text */
export function insertAtCursor(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}
