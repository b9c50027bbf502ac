// @ts-check
/** What one may choose of a room for oneself: features bring their parts of the dialog along, each an element. */
import { part, setAttribute, setText } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { onSignal } from '../core/store/signals.js';
import { explain } from '../core/i18n/words.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ link, store }) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog-options'));
  const read = /** @type {HTMLButtonElement} */ (part(dialog, 'mark-read'));
  let room = 0;

  onSignal('roomOptions', ({ room: id }) => {
    const found = store.get().rooms[id];
    if (!found) return;
    room = id;
    setText(part(dialog, 'name'), found.name);
    read.hidden = !found.unread;
    const settings = part(dialog, 'settings');
    settings.hidden = found.kind === 'direct';
    setAttribute(settings, 'href', `/rooms/${id}/settings`);
    for (const element of dialog.querySelectorAll('[data-for-room]')) setAttribute(element, 'data-for-room', id);
    dialog.showModal();
  });

  read.addEventListener('click', async () => {
    const { lastSeq, setBack, mentions } = store.get().rooms[room];
    try {
      const mark = await link.request('markRead', { room, seq: lastSeq, setBack });
      store.dispatch({ type: 'readState', data: { room, ...mark, mentions } });
      dialog.close();
    } catch (error) {
      toast(await explain(error), 'error');
    }
  });
}
