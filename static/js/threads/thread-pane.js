// @ts-check
/** <thread-pane>: a thread beside its room, with a box to write in. */
import { AppElement, part, setAttribute, setText } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { codeOf, explain, words } from '../core/i18n/words.js';
import { roomLog } from '../core/store/log.js';
import { threadLog } from '../core/store/threads.js';
import { earlier, fromRoom, opened } from './log.js';

/** So many pages are fetched at most to come to a place far back. */
const MOST_PAGES = 20;
const PAGE = 50;
const WIDE = window.matchMedia('(min-width: 45rem)');

export class ThreadPane extends AppElement {
  room = 0;
  thread = 0;
  /** @type {HTMLElement|null} what has the focus when it is closed */
  back = null;
  /** @type {number|undefined} the message at which it opens */
  #at;
  #loading = false;

  /** Before it is in the page. @param {{room: number, thread: number, message?: number, back: HTMLElement|null}} what */
  prepare({ room, thread, message, back }) {
    Object.assign(this, { room, thread, back });
    this.#at = message;
    Object.assign(this.dataset, { room: String(room), thread: String(thread), conversation: threadLog(thread) });
    const list = /** @type {import('../core/dom/element.js').AppElement & {source: object}} */ (part(this, 'thread-list'));
    list.source = { page: (/** @type {{before?: number, after?: number}} */ where) => this.#page(where), read: (/** @type {number} */ seq) => this.#read(seq) };
    const box = /** @type {import('../core/dom/element.js').AppElement & {extra: object}|null} */ (part(this, 'thread-box'));
    if (box) box.extra = () => this.#extra();
  }

  start() {
    this.on(this, 'click', (event) => this.#click(/** @type {Element} */ (event.target).closest('[data-action]')));
    this.on(this, 'keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], [popover]:popover-open')) return;
      event.preventDefault();
      this.#close();
    });
    this.onPane('gone', () => this.#tick(false));
    this.onPane('offerText', ({ extra }) => extra?.inRoom && this.#tick(true));
    this.#load();
    // Once what is in it is alive. On a phone a keyboard would hide what one came for.
    queueMicrotask(() => (WIDE.matches ? this.tellPane('focusInput') : this.find('close').focus()));
  }

  /** @param {PageState} state @param {PageState} before */
  changed(state, before) {
    const key = roomLog(this.room);
    if (state.logs[key] !== before.logs[key]) this.#follow();
    if (state.connection.state !== before.connection.state && ['online', 'complete'].includes(state.connection.state)) this.#load();
    super.changed(state, before);
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    const key = threadLog(this.thread);
    return state.logs[key] !== before.logs[key] || state.rooms !== before.rooms;
  }

  render(/** @type {PageState} */ { logs, rooms }) {
    const { thread } = logs[threadLog(this.thread)] ?? {};
    const root = logs[threadLog(this.thread)]?.list.find(({ id }) => id === this.thread);
    const room = rooms[this.room];
    setText(part(this, 'thread-room'), room?.name ?? '');
    const follow = part(this, 'follow');
    follow.hidden = !thread;
    setAttribute(follow, 'aria-pressed', String(Boolean(thread?.following)));
    setText(part(follow, 'text'), thread?.following ? t('Following') : t('Follow'));
    const over = Boolean(root?.deleted || room?.archived || !room?.role);
    part(this, 'thread-box').hidden = over;
    part(this, 'thread-over').hidden = !root?.deleted;
    part(this, 'thread-begun').hidden = Boolean(root) || !thread?.complete;
  }

  /** To one of its messages. @param {number|undefined} message */
  goTo(message) {
    if (message) this.tellPane('jumpTo', { id: message });
    else this.tellPane('focusInput');
  }

  /** @param {LocalEvents['thread']['change']} change */
  #change(change) {
    this.app.store.dispatch({ type: 'thread', data: { key: threadLog(this.thread), change } });
  }

  /** What came in the room and belongs here. */
  #follow() {
    const { logs, me } = this.state;
    const log = logs[threadLog(this.thread)];
    if (!log?.loaded) return;
    const change = fromRoom(logs[roomLog(this.room)]?.list ?? [], this.thread, me.id);
    // Not in the midst of what the store tells.
    if (change(log) !== log) queueMicrotask(() => this.isConnected && this.#change(change));
  }

  /** @param {{before?: number}} where */
  #ask(where = {}) {
    return this.app.link.request('threadHistory', { room: this.room, thread: this.thread, limit: PAGE, ...where });
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await this.#ask();
      this.#change(opened(page, this.state.me.id));
      this.#follow();
      const at = this.#at;
      this.#at = undefined;
      if (at) this.tellPane('jumpTo', { id: at });
    } catch (error) {
      // Without a line it is fetched when the line is there.
      if (codeOf(error) === 'notFound') this.#gone();
      else if (!['offline', 'timeout'].includes(codeOf(error))) toast(await explain(error), 'error');
    } finally {
      this.#loading = false;
    }
  }

  #gone() {
    toast(words.list.replyGone, 'error');
    this.#close();
  }

  /** @param {{before?: number, after?: number}} where @returns {Promise<import('../core/wire.js').Message[]>} what came */
  async #page({ before, after = before === undefined ? 0 : before - 1 }) {
    /** @type {import('../core/wire.js').Message[]} */
    const came = [];
    for (let left = MOST_PAGES; left; left -= 1) {
      const log = this.state.logs[threadLog(this.thread)];
      const first = log?.list[0]?.seq;
      if (!first || log.thread?.complete || first <= after) break;
      const page = await this.#ask({ before: first });
      this.#change(earlier(page, this.state.me.id));
      came.unshift(...page.messages);
    }
    return came;
  }

  /** @param {number} seq */
  async #read(seq) {
    const { room, thread } = this;
    this.app.store.dispatch({ type: 'threadState', data: await this.app.link.request('markThreadRead', { room, thread, seq }) });
  }

  #extra() {
    const inRoom = Boolean(part(this, 'in-room', HTMLInputElement)?.checked);
    return { thread: this.thread, ...(inRoom ? { inRoom } : {}) };
  }

  /** Whether the next answer stands in the room as well. @param {boolean} on */
  #tick(on) {
    const also = part(this, 'in-room', HTMLInputElement);
    if (also) also.checked = on;
  }

  #close() {
    this.dispatchEvent(new CustomEvent('closeThread', { bubbles: true }));
  }

  /** @param {Element|null} found */
  async #click(found) {
    const button = /** @type {HTMLElement|null} */ (found);
    if (button?.dataset.action === 'close-thread') this.#close();
    if (button?.dataset.action !== 'follow-thread') return;
    const on = button.getAttribute('aria-pressed') !== 'true';
    try {
      const standing = await this.app.link.request('followThread', { room: this.room, thread: this.thread, on });
      this.app.store.dispatch({ type: 'threadState', data: standing });
    } catch (error) {
      toast(await explain(error), 'error');
    }
  }
}
