// @ts-check
/** Formatting: Markdown, as far as a message has some, and what is too long to be shown whole. */
import { part } from '../core/dom/element.js';

// As in weconnect/formatting/drawing.py.
const LONG = 700;
const MANY_LINES = /(?:\n[^\n]*){14}/;

/** @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message */
function showFold(item, { content, deleted }) {
  const long = !deleted && (content.length > LONG || MANY_LINES.test(content));
  const place = part(item, 'content');
  if (!long && !place.hasAttribute('data-long') && !item.querySelector('.fold-button')) return;
  if (!item.querySelector('.fold-button')) place.toggleAttribute('data-long', long);
  void import('./folding.js').then(({ fold, unfold }) => (long ? fold : unfold)(item), () => place.removeAttribute('data-long'));
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  formatter: () => import('./formatter.js'),
  parts: [{ show: showFold, places: '.fold-button' }],
  soon: [() => import('./on-the-page.js')],
};
