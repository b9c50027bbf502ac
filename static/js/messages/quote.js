// @ts-check
/** The beginning of the message that another one answers, above it. */
import { part, setAttribute, setText } from '../core/dom/element.js';
import { showWords } from '../core/dom/texts.js';
import { words } from '../core/i18n/words.js';

/** @param {HTMLElement & {view?: import('./message-item.js').View|null}} item @param {import('../core/store/message.js').Shown} message */
export function showQuote(item, message) {
  const quoted = item.view?.quoted;
  const quote = part(item, 'reply');
  setAttribute(quote, 'hidden', !message.replyTo || message.deleted);
  if (quote.hidden) return;
  quote.setAttribute('href', `#m-${message.replyTo}`);
  if (!quoted) {
    // What the server's page says about it stands until it is known better.
    if (!part(quote, 'reply-text').textContent) setText(part(quote, 'reply-text'), words.list.replyEarlier);
    return;
  }
  setText(part(quote, 'reply-author'), quoted.sender.displayName);
  showWords(part(quote, 'reply-text'), quoted, 'quote');
}
