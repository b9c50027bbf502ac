// @ts-check
/** Going to a certain message: by its id, by a time, to one's own last one in order to edit it. */
import { api } from '../core/net/api.js';
import { part } from '../core/dom/element.js';
import { byId, bySeq } from '../core/store/log.js';
import { isAside } from '../core/store/message.js';
import { signal } from '../core/store/signals.js';
import { announce, toast } from '../core/dom/page.js';
import { mainPane, tellPane } from '../core/dom/pane.js';
import { takeBack } from '../core/dom/take-back.js';
import { t } from '../core/i18n/translate.js';
import { codeOf, explain, words } from '../core/i18n/words.js';
import { pageOf } from './paging.js';
import { highlight } from './scroll-anchor.js';
import { around } from './view-window.js';

/** @typedef {import('../core/wire.js').Message} Message */

/** @param {import('./message-list.js').MessageList} list */
export function bindJumping(list) {
  /** To the first message since a time; to the newest ones if there is none. @param {Date} time */
  async function toTime(time) {
    const { room } = list;
    if (room === null) return;
    try {
      const [first] = await pageOf(list, { since: time.toISOString() });
      if (room !== list.room) return;
      if (!first) return await list.newest?.toNewest();
      // What stands above is there as well, so that one can scroll both ways.
      if (first.seq > 1 && !bySeq(list.log.list, first.seq - 1)) await pageOf(list, { before: first.seq });
      if (room === list.room) show(first);
    } catch (error) {
      toast(await explain(error), 'error');
    }
  }

  /** To one message, fetched if need be. @param {number} id */
  async function jumpTo(id) {
    const { room } = list;
    let message = byId(list.log.list, id);
    if (!message && room !== null) {
      try {
        message = await api('GET', `/messages/${id}`);
        if (message?.room !== room) return toast(words.list.replyGone);
        // What a thread answers may stand in the room.
        if (list.source && !message.thread) return tellPane(mainPane(), 'jumpTo', { id });
        if (!isElsewhere(message)) await pageOf(list, list.source ? { after: message.seq - 1 } : { before: message.seq + 40 });
      } catch (error) {
        // Only the server knows that it is gone; a line that is down says nothing of it.
        return toast(codeOf(error) === 'notFound' ? (list.entry?.visibleFromSeq ? t('That was said before you came.') : words.list.replyGone) : await explain(error), 'error');
      }
    }
    if (!message || room !== list.room) return;
    if (isElsewhere(message)) signal('openThread', { room: message.room, thread: message.thread ?? message.id, message: id });
    else show(message);
  }

  /** Whether a message stands in a thread, and not in what is shown here. @param {Message} message */
  const isElsewhere = (message) => !list.log.thread && isAside(message);

  /** What is held of the message's surroundings is put on the page. @param {import('../core/wire.js').Message} message */
  function show(message) {
    // Where the room opens is decided: nothing else is to be brought into sight.
    list.placed = true;
    if (message.seq < list.window.first || message.seq > list.window.last) {
      list.window = around(message.seq);
      list.quietly();
    }
    const node = list.nodeOf(message);
    if (!node) return;
    node.scrollIntoView({ block: 'center' });
    node.focus({ preventScroll: true });
    highlight(node);
  }

  /** Where one was reading before. @param {{id: number, top: number}} place */
  function toPlace({ id, top }) {
    list.flush();
    const message = byId(list.log.list, id);
    if (!message) return;
    list.window = around(message.seq);
    list.placed = true;
    list.quietly();
    const node = list.nodeOf(message);
    if (node) list.scrollTop += node.getBoundingClientRect().top - list.getBoundingClientRect().top - top;
  }

  const toBox = () => list.tellPane('focusInput');

  /** @param {import('../core/wire.js').Message} own */
  async function edit(own) {
    if (own.seq < list.window.first || own.seq > list.window.last) await jumpTo(own.id);
    const node = list.nodeOf(own);
    await node?.edit(toBox);
    node?.scrollIntoView({ block: 'nearest' });
  }

  /** Stops waiting for one to be sent. @type {(() => void) | null} */
  let forget = null;

  /** Opens one for editing that is still on its way, unless its author has gone on with something else. @param {import('../core/store/log.js').Pending} entry */
  function editOnceSent({ clientId }) {
    const { key } = list;
    const box = part(list.pane, 'input', HTMLTextAreaElement);
    forget?.();
    announce(t('This message is still being sent. It opens for editing as soon as it is.'));
    const stop = list.app.store.subscribe(({ logs, me }) => {
      const log = logs[key];
      if (log?.pending.some((p) => p.clientId === clientId && p.status === 'pending')) return;
      forget?.();
      const own = log?.list.findLast((message) => message.sender.id === me.id && message.clientId === clientId);
      if (!own || key !== list.key || box?.value || document.activeElement !== box) return;
      list.flush();
      edit(own);
    });
    forget = () => {
      stop();
      forget = null;
    };
  }

  /** The last message of one's own is opened for editing: also one that is not there yet, never the one before it. */
  async function editLast() {
    const { me } = list.state;
    const { list: messages, pending } = list.log;
    const last = pending.at(-1);
    if (last?.status === 'pending') return editOnceSent(last);
    const own = messages.findLast((message) => message.sender.id === me.id && !message.deleted && message.content);
    if (last && (!own || last.at > new Date(own.timestamp).getTime())) {
      list.app.outbox.discard(last);
      return void takeBack(last, list.pane, t('The message that was not sent is in the box again.'));
    }
    if (own && !list.app.features.fixed(own)) await edit(own);
  }

  list.onPane('jumpTo', ({ id }) => jumpTo(id));
  list.onPane('toPlace', toPlace);
  list.onPane('jumpToTime', ({ time }) => toTime(time));
  list.onPane('editLast', editLast);
}
