// @ts-check
/** Opens the list of what is pinned, in place of its page. */
import { isForBrowser } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';

/** @param {import('../core/dom/app.js').App} app */
export function start(app) {
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('a[data-action="pins"]'));
    if (!link || isForBrowser(event)) return;
    event.preventDefault();
    link.closest('details')?.removeAttribute('open');
    import('./dialog.js').then(({ openPins }) => openPins(app), missing);
  });
}
