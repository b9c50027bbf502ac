// @ts-check
/** What is answered, above the box. */
import { part, setText } from '../core/dom/element.js';
import { showText } from '../core/dom/texts.js';
import { words } from '../core/i18n/words.js';

/** @param {HTMLElement} bar @param {import('../core/store/message.js').Shown|undefined} message undefined: it is not here */
export function showReply(bar, message) {
  setText(part(bar, 'replying-to'), message ? words.input.reply(message.sender.displayName) : words.list.replyEarlier);
  const instead = message && !message.content ? words.list.sealed : '';
  showText(part(bar, 'replying-text'), { content: instead || (message?.content ?? ''), plain: message?.plain || Boolean(instead) }, 'quote');
}
