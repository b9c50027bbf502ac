// @ts-check
/** Everything is read, in all rooms: asked once more, as it cannot be undone. */
import { confirmed, toast } from '../core/dom/page.js';
import { onSignal } from '../core/store/signals.js';
import { t, tn } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ link }) {
  onSignal('readAll', async () => {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement);
    if (!(await confirmed(t('Mark everything in all rooms as read?'), t('Mark all as read')))) return focused?.focus();
    try {
      const { rooms } = await link.request('markAllRead', {});
      toast(rooms ? tn('{n} room marked as read', '{n} rooms marked as read', rooms) : t('There was nothing unread.'));
    } catch (error) {
      toast(await explain(error), 'error');
    }
  });
}
