// @ts-check
/** How much is unread in all threads that one follows, at the way to their page. */
import { setText } from '../core/dom/element.js';
import { unreadIn } from './slice.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  const count = /** @type {HTMLElement|null} */ (document.querySelector('.threads-link .count'));
  if (!count) return;
  const show = () => {
    const unread = unreadIn(store.get());
    count.hidden = !unread;
    setText(count, unread > 99 ? '99+' : String(unread || ''));
  };
  store.subscribe((state, before) => (state.rooms !== before.rooms || state.elsewhere !== before.elsewhere) && show());
  show();
}
