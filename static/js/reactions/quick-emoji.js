// @ts-check
/** <quick-emoji>: one of the few emojis with which one reacts at once; the button around it says so. */
import { quickEmoji } from '../core/dom/recent-emojis.js';
import { t } from '../core/i18n/translate.js';
import { signInto } from '../core/dom/signs.js';

export class QuickEmoji extends HTMLElement {
  connectedCallback() {
    const emoji = quickEmoji(Number(this.dataset.place));
    signInto(this, emoji);
    const button = this.closest('button');
    if (button) button.ariaLabel = button.title = t('React with {emoji}', { emoji });
  }
}
