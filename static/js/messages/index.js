// @ts-check
/** Messages: the conversation, the box to write in, and what one does with what was said. */
import { InputBox } from './input-box.js';
import { MessageItem } from './message-item.js';
import { MessageList } from './message-list.js';
import { showQuote } from './quote.js';

/** @typedef {import('../core/dom/registry.js').About} About */

export { slice } from './slice.js';
export const elements = { 'message-item': MessageItem, 'message-list': MessageList, 'input-box': InputBox };
export const parts = [{ show: showQuote, places: '[data-part="reply"]' }];
export const actions = {
  reply: (/** @type {About} */ { there, open }) => there && open,
  edit: (/** @type {About} */ { there, open, own }) => there && open && own,
  delete: (/** @type {About} */ { there, open, own, chief }) => there && open && (own || chief),
  'copy-link': (/** @type {About} */ { there }) => there,
};
export const acting = () => import('./acting.js');
