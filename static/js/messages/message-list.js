// @ts-check
/**
 * <message-list>: the conversation. It is its own scroller, laid out from the bottom: scrollTop is
 * 0 at the newest message and negative above.
 *
 * @typedef {import('./view-window.js').Window} Window
 */
import { AppElement, setAttribute } from '../core/dom/element.js';
import { fetchSoon, onFirst, whenUsed } from '../core/dom/lazy.js';
import { emptyLog, keyOf, roomLog } from '../core/store/log.js';
import { entryOf, isMain, onPane, tellPane } from '../core/dom/pane.js';
import { nameBeginning, showEdges } from './edges.js';
import { bindActions } from './list-actions.js';
import { createPaging } from './paging.js';
import { highlight, keepingPlace, openingPlace } from './scroll-anchor.js';
import { adopted, reconcile } from './reconcile.js';
import { rowsOf } from './rows.js';
import { NEWEST, around, look, reach, stretchOf } from './view-window.js';

const AT_BOTTOM = 40;
/** Whoever missed more than this while they were cut off is left where they were reading. */
const FOLLOWED = 30;

export class MessageList extends AppElement {
  /** The conversation, and its room. */
  key = '';
  room = /** @type {number|null} */ (null);
  source = /** @type {import('./paging.js').Source|null} of what is not all of a room */ (null);
  window = /** @type {Window} */ (NEWEST);
  /** The line "new" stands after this seq. */
  unreadAfter = Infinity;
  /** @type {import('./reconcile.js').Nodes} */
  #nodes = new Map();
  /** Whether the room's first look has been given its place; before that nothing counts as seen. */
  placed = false;
  /** On paper stands all that has been loaded around what is on the page. */
  #printing = false;
  /** The last seq that is no news any more. */
  #heard = 0;

  get items() {
    return this.find('items');
  }

  start() {
    // The place is kept by us, the same way in every browser; two at it would be one too many.
    this.style.overflowAnchor = 'none';
    this.paging = createPaging(this);
    this.#adopt();
    bindActions(this);
    fetchSoon(() => import('./reading.js'), (found) => (this.reading = found.bindReading(this)).look());
    fetchSoon(() => import('./newest.js'), (found) => (this.newest = found.bindNewest(this)).showButton());
    const jumping = async () => (({ bindJumping }) => () => bindJumping(this))(await import('./jumping.js'));
    onFirst(['jumpTo', 'jumpToTime', 'toPlace', 'editLast'], jumping, (...heard) => onPane(this.pane, ...heard), (...told) => tellPane(this.pane, ...told));
    whenUsed(() => import('./copying.js'), (found) => found.bindCopying(this));
    fetchSoon(() => import('./announcing.js'), (found) => (this.announcing = found.bindAnnouncing(this)));
    fetchSoon(() => import('./kept-edit.js'), (found) => (this.kept = found.bindKeptEdit(this)));
    for (const type of /** @type {const} */ (['beforeprint', 'afterprint'])) {
      this.on(window, type, () => {
        this.#printing = type === 'beforeprint';
        this.quietly();
      });
    }
    this.on(this, 'scroll', () => this.#scrolled(), { passive: true });
    this.onSignal('zone', () => {
      for (const node of this.#nodes.values()) node.showTimes?.();
      this.quietly();
    });
    this.onPane('sent', () => {
      this.unreadAfter = Infinity;
      this.newest?.toNewest();
    });
  }

  /** The server's page becomes ours as it is. */
  #adopt() {
    ({ key: this.key, room: this.room } = this.conversation);
    if (!isMain(this.pane) && this.room !== null) this.cleanup(this.app.sync.follow(this.room));
    const { log, entry } = this;
    this.pane.querySelector('[data-part="newest"]')?.remove();
    this.#nodes = adopted(this.items, log);
    const [first, last] = [log.list[0]?.seq, log.list.at(-1)?.seq];
    if (first && last) this.window = { first, last, tail: last >= (entry?.lastSeq ?? last) };
    if (entry?.unread && this.window.tail) this.unreadAfter = entry.readSeq;
    // On a page of long ago what follows is history, too.
    this.#heard = entry?.lastSeq ?? 0;
    const linked = isMain(this.pane) && /^#m-(\d+)$/.exec(location.hash)?.[1];
    const target = linked && this.items.querySelector(`:scope > [data-id="${linked}"]`);
    // It stands where it was asked for.
    this.placed = !this.window.tail || Boolean(target);
    if (target) highlight(/** @type {HTMLElement} */ (target));
    // A link to a message that is not on this page.
    else if (linked) requestAnimationFrame(() => this.tellPane('jumpTo', { id: Number(linked) }));
  }

  /** @returns {import('../core/store/log.js').Log} */
  get log() {
    return this.state.logs[this.key] ?? emptyLog();
  }

  get entry() {
    return entryOf(this.state, this);
  }

  get atBottom() {
    return this.window.tail && -this.scrollTop < AT_BOTTOM;
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    const { key, room } = this.conversation;
    const id = room ?? 0;
    return key !== this.key || state.logs[key] !== before.logs[key] || state.rooms[id] !== before.rooms[id] || state.members?.[id] !== before.members?.[id];
  }

  /** @param {PageState} state */
  render(state) {
    if (this.conversation.key !== this.key) this.#enter();
    const { log } = this;
    const catchingUp = state.connection.state === 'catching-up';
    const bottom = this.atBottom && !(catchingUp && (this.entry?.unread ?? 0) > FOLLOWED);
    const { messages, window } = this.#printing
      ? { messages: stretchOf(log.list, this.window, log), window: this.window }
      : look(log.list, this.window, this.entry?.lastSeq ?? 0, bottom, log);
    this.window = window;
    // Nobody needs a line above what they see coming.
    const watching = this.placed && bottom && this.reading?.looking() && !catchingUp;
    const missed = this.entry?.unread && !watching;
    if (this.reading?.held() || (missed && this.unreadAfter === Infinity)) this.unreadAfter = this.entry.readSeq;
    const pending = window.tail ? log.pending : [];
    const room = isMain(this.pane) ? [] : state.logs[roomLog(this.conversation.room)]?.list;
    const rows = rowsOf({ messages, pending, log, room, me: state.me, unreadAfter: this.unreadAfter });
    const last = messages.at(-1)?.seq ?? 0;
    // Only what is said while the room is open is news.
    if (this.placed) this.announcing?.expect(messages.filter((m) => m.seq > this.#heard && m.sender.id !== state.me.id));
    this.#heard = Math.max(this.#heard, last);
    keepingPlace(this, bottom, () => {
      showEdges(this);
      reconcile(this.items, this.find('empty'), this.#nodes, rows, () => this.focus(), this.placed && bottom);
    });
    const line = this.#nodes.get('unread');
    this.kept?.takeUp();
    if (!this.placed) this.#place(line);
    // What comes while nobody looks is not run past: the line stays in sight.
    else if (bottom && line && !this.reading?.looking()) openingPlace(this, line);
    this.#scrolled();
  }

  /** @param {import('../core/wire.js').Message} message what shows it */
  nodeOf(message) {
    return /** @type {import('./message-item.js').MessageItem|undefined} */ (this.#nodes.get(keyOf(message)));
  }

  /**
   * Where a room opens: once all of what is new is known, where that begins.
   * @param {HTMLElement|undefined} line the line "new", if it is on the page
   */
  #place(line) {
    const { log, entry } = this;
    if (!log.loaded || reach(log) < (entry?.lastSeq ?? 0)) return;
    const first = this.unreadAfter + 1;
    if (!line && entry?.unread && Number.isFinite(first) && first < this.window.first) return this.toUnread(first);
    this.placed = true;
    openingPlace(this, line);
  }

  /** To the first unread, further back than what is on the page. @param {number} first its seq */
  async toUnread(first) {
    if (!(await this.paging?.unread(first))) return;
    this.window = around(first);
    this.placed = true;
    this.quietly();
    openingPlace(this, this.#nodes.get('unread'));
    this.#scrolled();
  }

  /** Another conversation is to be shown. */
  #enter() {
    ({ key: this.key, room: this.room } = this.conversation);
    this.window = NEWEST;
    this.placed = false;
    this.#heard = 0;
    this.paging?.forget();
    this.unreadAfter = this.entry?.unread ? this.entry.readSeq : Infinity;
    // A conversation that changes as a whole is not read out as news.
    this.setAttribute('aria-busy', 'true');
    for (const node of this.#nodes.values()) node.remove();
    this.#nodes.clear();
    this.kept?.enter();
    setAttribute(this, 'data-room', this.room);
    nameBeginning(this);
    this.scrollTop = 0;
    setTimeout(() => this.removeAttribute('aria-busy'), 500);
  }

  #scrolled() {
    this.paging?.look();
    this.newest?.showButton();
    this.reading?.look();
  }

  /** History is put in place without being read out. */
  quietly() {
    this.setAttribute('aria-busy', 'true');
    this.flush();
    setTimeout(() => this.removeAttribute('aria-busy'), 300);
  }
}
