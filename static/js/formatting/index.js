// @ts-check
/** Formatting: Markdown, as far as a message has some, and what is too long to be shown whole. */
import { part, setAttribute } from '../core/dom/element.js';
import { isFewEmojis } from '../core/i18n/letters.js';

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

/** A message of one to three emojis is large. @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message */
const showSize = (item, { content, deleted, plain }) => setAttribute(part(item, 'content'), 'data-large', !deleted && isFewEmojis(content, plain));

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  formatter: () => import('./formatter.js'),
  parts: [{ show: showSize }, { show: showFold, places: '.fold-button' }],
  soon: [() => import('./on-the-page.js')],
};
