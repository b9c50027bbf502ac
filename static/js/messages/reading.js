// @ts-check
/** Tells the server how far one has read: what was in sight while the page was being looked at. */
import { fetchSoon } from '../core/dom/lazy.js';
import { inSight } from './scroll-anchor.js';

const PAUSE = 400;

/** @param {import('./message-list.js').MessageList} list */
export function bindReading(list) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const nothing = { room: 0, seq: 0, setBack: 0 };
  let asked = nothing;
  /** The conversation that one is in, and how often the mark had been set back when one came. */
  let here = { key: '', setBack: 0 };

  /** One is here anew, or goes on. */
  const enter = () => void (here = { key: list.key, setBack: list.entry?.setBack ?? 0 });

  /** Once it is set back, what one sees anyway does not count as read: only coming back does, or writing. */
  function held() {
    if (here.key !== list.key) enter();
    return (list.entry?.setBack ?? 0) > here.setBack;
  }

  // On a phone, a thread or the list of rooms may lie over the conversation.
  const looking = () => document.visibilityState === 'visible' && document.hasFocus() && list.checkVisibility({ visibilityProperty: true });

  /** The highest seq that has been in sight as a whole, or at the bottom simply the last. */
  function lastVisible() {
    if (list.atBottom) return Number.isFinite(list.window.last) ? list.window.last : 0;
    return Number(inSight(list, true)?.dataset.seq) || 0;
  }

  async function report() {
    timer = undefined;
    const { room, entry } = list;
    if (room === null || !entry || !looking() || !list.placed || held()) return;
    const seq = lastVisible();
    if (seq <= entry.readSeq || (asked.room === room && seq <= asked.seq && asked.setBack === entry.setBack)) return;
    asked = { room, seq, setBack: entry.setBack };
    try {
      if (list.source) return await list.source.read(seq);
      const mark = await list.app.link.request('markRead', asked);
      // How many calls are still unread is not said here: the figure stands, as far as there is unread at all.
      list.app.store.dispatch({ type: 'readState', data: { room, ...mark, mentions: list.app.store.get().rooms[room]?.mentions } });
    } catch {
      asked = nothing;
    }
  }

  /** Something came into sight, or somebody came back. */
  const look = () => {
    timer ??= setTimeout(report, PAUSE);
  };

  /** Whoever goes away finds, on coming back, the line above what was said meanwhile. */
  const away = () => {
    if (list.entry) list.unreadAfter = list.entry.readSeq;
  };

  const back = () => {
    if (!list.entry?.unread) list.unreadAfter = Infinity;
    look();
  };

  // A lost connection is going away, too.
  list.cleanup(
    list.app.store.subscribe((state, before) => {
      const [now, was] = [state.connection.state, before.connection.state];
      if (now === was) return;
      if (['reconnecting', 'offline'].includes(now) && was === 'online') away();
      if (now === 'complete' || now === 'online') back();
    }),
  );
  list.on(window, 'focus', back);
  // Whoever closes what lay over it comes back to a message.
  list.on(list, 'focusin', look);
  list.on(window, 'blur', away);
  list.on(document, 'visibilitychange', () => (document.visibilityState === 'visible' ? back() : away()));
  list.cleanup(() => clearTimeout(timer));
  list.onPane('sent', enter);
  fetchSoon(() => import('./first-unread.js'), (found) => found.bindFirstUnread(list));
  return { look, looking, held };
}
