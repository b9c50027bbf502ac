// @ts-check
/** The way to the first unread message: a button, while that is above what one sees, and a key. */
import { part } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { openingPlace } from './scroll-anchor.js';

/** @param {import('./message-list.js').MessageList} list */
export function bindFirstUnread(list) {
  const button = part(list.pane, 'first-unread');
  if (!button) return;
  let frame = 0;

  const line = () => /** @type {HTMLElement|null} */ (list.items.querySelector(':scope > .unread-line'));
  const first = () => Math.min(list.unreadAfter, list.entry?.unread ? list.entry.readSeq : Infinity) + 1;

  function show() {
    frame = 0;
    const shown = line();
    const above = shown ? shown.getBoundingClientRect().bottom < list.getBoundingClientRect().top : first() < list.window.first;
    button.hidden = !list.placed || !above;
  }

  /** The page is laid out once a frame at most. */
  const look = () => {
    frame ||= requestAnimationFrame(show);
  };

  async function go() {
    const shown = line();
    if (shown) openingPlace(list, shown);
    else if (Number.isFinite(first())) await list.toUnread(first());
    const message = /** @type {HTMLElement|null|undefined} */ (line()?.nextElementSibling);
    if (message) message.focus({ preventScroll: true });
    else announce(t('Nothing is unread here.'));
  }

  list.on(list, 'scroll', look, { passive: true });
  list.on(button, 'click', go);
  list.onPane('toUnread', go);
  list.cleanup(list.app.store.subscribe((state, before) => state.rooms !== before.rooms && look()));
  list.cleanup(() => cancelAnimationFrame(frame));
  look();
}
