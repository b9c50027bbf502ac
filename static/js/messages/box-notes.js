// @ts-check
/** What a box says of the text in it: how much room there is, what cannot be sent, why it was not. */
import { part, setAttribute, setText } from '../core/dom/element.js';
import { isOdd } from '../core/i18n/letters.js';
import { MAX_CONTENT, lengthOf, showHidden, showRemaining } from '../core/dom/text-area.js';

/** @typedef {HTMLElement & {area?: HTMLTextAreaElement}} Box */

/** @param {Box} box */
export function countLeft(box) {
  if (!box.area) return;
  const { value } = box.area;
  const left = MAX_CONTENT - lengthOf(value);
  part(box, 'odd').hidden = !isOdd(value);
  showRemaining(part(box, 'remaining'), left);
  if (left >= 0) complain(box, '');
  showHidden(part(box, 'hidden'), value);
}

/** @param {Box} box @param {string} text '': nothing is wrong */
export function complain(box, text) {
  const error = part(box, 'error');
  error.hidden = !text;
  setText(error, text);
  if (!box.area) return;
  setAttribute(box.area, 'aria-invalid', text ? 'true' : null);
  setAttribute(box.area, 'aria-describedby', (text && error.id) || null);
}
