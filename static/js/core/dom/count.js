// @ts-check
/** How many there are of something, beside its name: a number for eyes, and words for ears. */
import { part, setText } from './element.js';
import { number } from '../i18n/translate.js';

/**
 * @param {ParentNode} root
 * @param {string} name of the part that is the number; that of its words has `-word` behind it
 * @param {number} n at 0 nothing is said
 * @param {string} says
 */
export function showCount(root, name, n, says) {
  const count = part(root, name);
  setText(count, n ? number(n) : '');
  count.hidden = !n;
  setText(part(root, `${name}-word`), n ? says : '');
}
