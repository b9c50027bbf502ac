// @ts-check
/** Follows links to messages in this page: to the place in this room, or in another one of this page's rooms. */
import { isForBrowser } from '../core/dom/element.js';
import { mainPane, tellPane } from '../core/dom/pane.js';
import { api } from '../core/net/api.js';
import { onSignal, signal } from '../core/store/signals.js';
import { byId, roomLog } from '../core/store/log.js';
import { messageAt } from './links.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLAnchorElement|null} */ (/** @type {Element} */ (event.target).closest('a[href]'));
    const id = link ? messageAt(link.href) : NaN;
    if (!id || event.defaultPrevented || isForBrowser(event)) return;
    event.preventDefault();
    signal('openMessage', { id });
  });

  onSignal('openMessage', async ({ id }) => {
    const { roomId, logs } = store.get();
    if (byId(logs[roomLog(roomId)]?.list ?? [], id)) return show(roomId, id);
    const message = await api('GET', `/messages/${id}`).catch(() => null);
    // The server's page says what there is to say: that it is not there, or that there is no line.
    if (!message || !store.get().rooms[message.room]) return location.assign(`/messages/${id}/there`);
    show(message.room, id);
  });

  /** @param {number|null} room @param {number} id */
  function show(room, id) {
    signal('pane', { pane: 'conversation' });
    if (room === store.get().roomId) tellPane(mainPane(), 'jumpTo', { id });
    else if (room) signal('openRoom', { room, message: id });
  }
}
