// @ts-check
/** What is answered, above the box. */
import { part, setText } from '../core/dom/element.js';
import { showWords } from '../core/dom/texts.js';
import { words } from '../core/i18n/words.js';

/** @param {HTMLElement} bar @param {import('../core/store/message.js').Shown|undefined} message undefined: it is not here */
export function showReply(bar, message) {
  setText(part(bar, 'replying-to'), message ? words.input.reply(message.sender.displayName) : words.list.replyEarlier);
  const text = part(bar, 'replying-text');
  if (message) showWords(text, message, 'quote');
  else setText(text, '');
}
