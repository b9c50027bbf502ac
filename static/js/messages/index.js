// @ts-check
/** Messages: the conversation, the box to write in, and what one does with what was said. */
import { isAside } from '../core/store/message.js';
import { InputBox } from './input-box.js';
import { keys } from './keys.js';
import { MessageItem } from './message-item.js';
import { MessageList } from './message-list.js';
import { showQuote } from './quote.js';
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'message-item': MessageItem, 'message-list': MessageList, 'input-box': InputBox },
  parts: [{ show: showQuote, places: '[data-part="reply"], .held button' }],
  actions: {
    reply: ({ there, open }) => there && open,
    edit: ({ there, open, own, readable, fixed }) => there && open && own && readable && !fixed,
    delete: ({ there, open, own, chief }) => there && open && (own || chief),
    'copy-link': ({ there }) => there,
    'mark-unread': ({ there, message }) => there && !isAside(message),
    more: ({ there }) => there,
  },
  keys,
  keyWords: () => import('./key-words.js'),
  acting: () => import('./acting.js'),
};
