// @ts-check
/** Shows only what is unread in the list of rooms; the browser remembers it. */
import { part } from '../core/dom/element.js';
import { isOver } from '../core/net/forget.js';

const KEPT = 'weconnect:only-unread';

export function start() {
  const list = /** @type {HTMLElement|null} */ (document.querySelector('room-list'));
  const button = part(document, 'only-unread');
  if (!list || !button) return;

  function show(/** @type {boolean} */ only) {
    button.setAttribute('aria-pressed', String(only));
    if (only) /** @type {HTMLElement} */ (list).dataset.only = 'unread';
    else list?.removeAttribute('data-only');
  }

  button.addEventListener('click', () => {
    const only = button.getAttribute('aria-pressed') !== 'true';
    show(only);
    try {
      if (only && !isOver()) localStorage.setItem(KEPT, '1');
      else localStorage.removeItem(KEPT);
    } catch {
      // A browser that keeps nothing.
    }
  });
  try {
    show(localStorage.getItem(KEPT) === '1');
  } catch {
    show(false);
  }
}
