// @ts-check
/** Long messages are folded: as much is shown as one reads at a glance, and a button for the rest. */
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { t } from '../core/i18n/translate.js';

/** Whose rest is shown, as long as the page is open: by what their senders called them. @type {Set<string>} */
const opened = new Set();

// Told of its size where it is known anyway: nobody measures.
const watched = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.isConnected) judge(/** @type {HTMLElement} */ (target));
    else watched.unobserve(target);
  }
});

/** @param {HTMLElement} content */
function judge(content) {
  const item = /** @type {HTMLElement} */ (content.closest('message-item'));
  const folded = content.hasAttribute('data-long') && content.scrollHeight > content.clientHeight + 4;
  item.toggleAttribute('folded', folded);
  const button = item.querySelector(':scope > .fold-button');
  const isOpen = opened.has(item.dataset.clientId ?? '');
  if (!folded && !isOpen) return button?.remove();
  const shown = /** @type {HTMLElement} */ (button ?? content.insertAdjacentElement('afterend', fromTemplate('tpl-fold')));
  setText(shown, isOpen ? t('Show less') : t('Show more'));
  shown.setAttribute('aria-expanded', String(isOpen));
  shown.tabIndex = -1;
}

/** Folds a message that is long, unless its rest was asked for. @param {HTMLElement} item */
export function fold(item) {
  const content = part(item, 'content');
  content.toggleAttribute('data-long', !opened.has(item.dataset.clientId ?? ''));
  watched.observe(content);
  judge(content);
}

/** @param {HTMLElement} item */
export function unfold(item) {
  watched.unobserve(part(item, 'content'));
  item.querySelector(':scope > .fold-button')?.remove();
  item.removeAttribute('folded');
}

document.addEventListener('click', (event) => {
  const button = /** @type {Element} */ (event.target).closest('.fold-button');
  const item = /** @type {HTMLElement|null|undefined} */ (button?.closest('message-item'));
  if (!item) return;
  const id = item.dataset.clientId ?? '';
  if (!opened.delete(id)) opened.add(id);
  // Its beginning stays where it is.
  const list = item.closest('message-list');
  const before = item.getBoundingClientRect().top;
  fold(item);
  if (!opened.has(id)) item.scrollIntoView({ block: 'nearest' });
  else if (list) list.scrollTop += item.getBoundingClientRect().top - before;
});
