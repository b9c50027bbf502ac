// @ts-check
/** What the panel of all emojis says. */
import { part, setText } from '../core/dom/element.js';
import { t, tc } from '../core/i18n/translate.js';

const TONES = [
  tc('skin tone', 'Default'),
  tc('skin tone', 'Light'),
  tc('skin tone', 'Medium-light'),
  tc('skin tone', 'Medium'),
  tc('skin tone', 'Medium-dark'),
  tc('skin tone', 'Dark'),
];

/** @param {HTMLElement} panel */
export function sayOn(panel) {
  const search = part(panel, 'search', HTMLInputElement);
  search.ariaLabel = search.placeholder = t('Find an emoji');
  part(panel, 'groups').ariaLabel = t('Groups of emojis');
  setText(part(panel, 'none'), t('No emoji of that name.'));
  const tones = part(panel, 'tone', HTMLSelectElement);
  tones.ariaLabel = t('Skin tone');
  tones.replaceChildren(...TONES.map((name, tone) => new Option(name, String(tone))));
}
