// @ts-check
/** The end of the conversation, from wherever; and the button that leads there. */
import { part, setText } from '../core/dom/element.js';
import { LONGEST } from '../core/store/log.js';
import { redraw } from '../core/dom/texts.js';
import { words } from '../core/i18n/words.js';
import { keepingPlace } from './scroll-anchor.js';
import { pageOf } from './paging.js';
import { NEWEST, reach } from './view-window.js';

/** @param {import('./message-list.js').MessageList} list */
export function bindNewest(list) {
  const button = part(list.pane, 'jump');

  /** The button to the end is there when the end is out of sight. */
  function showButton() {
    const far = !list.window.tail || -list.scrollTop > Math.max(200, list.clientHeight / 2);
    button.hidden = !far;
    if (!far) return;
    const unread = list.entry?.unread ?? 0;
    setText(part(button, 'text'), unread ? words.list.newMessages(unread) : words.list.newest);
  }

  async function toNewest() {
    const { room, log } = list;
    const lastSeq = list.entry?.lastSeq ?? 0;
    if (room !== null && log.loaded && reach(log) < lastSeq) {
      await pageOf(list, { before: lastSeq + 1 }).catch(() => {});
      if (room !== list.room) return;
    }
    if (!list.window.tail) list.window = NEWEST;
    list.flush();
    list.scrollTop = 0;
    showButton();
  }

  /** Cuts a log that has become too long, by where those read who have it on this page. */
  function shorten() {
    const { key, log } = list;
    if (log.list.length <= LONGEST) return;
    const all = [.../** @type {NodeListOf<import('./message-list.js').MessageList>} */ (document.querySelectorAll('message-list'))];
    // Another pane may show the same conversation, further back.
    const lists = all.filter((one) => one.key === key);
    const { dispatch } = list.app.store;
    if (lists.every(({ atBottom }) => atBottom)) dispatch({ type: 'atNewest', data: { key } });
    else if (!log.thread && log.list.length > 2 * LONGEST && lists.length === 1 && Number.isFinite(list.window.last)) {
      dispatch({ type: 'farBack', data: { key, first: list.window.first, last: list.window.last } });
    }
  }

  // Heard of at once: in a tab that nobody looks at nothing is drawn, for days.
  list.cleanup(list.app.store.subscribe(shorten));

  // What is drawn anew has been read out before.
  list.onSignal('drawnAnew', () => {
    list.setAttribute('aria-busy', 'true');
    keepingPlace(list, list.atBottom, () => redraw(list));
    setTimeout(() => list.removeAttribute('aria-busy'), 300);
  });
  list.on(button, 'click', async () => {
    await toNewest();
    list.focus({ preventScroll: true });
  });
  return { showButton, toNewest };
}
