// @ts-check
/**
 * <message-list>: the conversation. It is its own scroller, laid out from the bottom: scrollTop is
 * 0 at the newest message and negative above.
 *
 * @typedef {import('./view-window.js').Window} Window
 */
import { AppElement, setAttribute, setText } from '../core/element.js';
import { byId, bySeq, emptyLog, keyOf } from '../core/log.js';
import { signal } from '../core/signals.js';
import { words } from '../core/words.js';
import { bindAnnouncing } from './announcing.js';
import { bindJumping, highlight } from './jumping.js';
import { bindActions } from './list-actions.js';
import { inSight, keepingPlace, openingPlace } from './place.js';
import { adopted, reconcile } from './reconcile.js';
import { bindReading } from './reading.js';
import { rowsOf } from './rows.js';
import { NEWEST, around, beyond, look, newer, older, stretchOf } from './view-window.js';

/** So near to the end of what is on the page, more is put there. */
const NEAR = 800;
const AT_BOTTOM = 40;
/** Whoever missed more than this while they were cut off is left where they were reading. */
const FOLLOWED = 30;
const PAUSE_AFTER_ERROR = 3000;
/** So many that were read before are fetched with the first that was not. */
const READ_BEFORE = 20;

export class MessageList extends AppElement {
  /** @type {number|null} */
  room = null;
  /** @type {Window} */
  window = NEWEST;
  /** The line "new" stands after this seq. */
  unreadAfter = Infinity;
  /** @type {Map<string, any>} */
  #nodes = new Map();
  /** Whether the room's first look has been given its place; before that nothing counts as seen. */
  placed = false;
  /** An edit under way whose message is not on the page. @type {import('../core/local.js').Edit | null} */
  #kept = null;
  #printing = false;
  /** The last seq that has been on the page. */
  #heard = 0;
  /** @type {Set<string>} directions in which a page is being fetched */
  #loading = new Set();

  start() {
    this.items = this.find('items');
    // The place is kept by us, the same way in every browser; two at it would be one too many.
    this.style.overflowAnchor = 'none';
    this.#adopt();
    bindActions(this);
    this.reading = bindReading(this);
    this.announcing = bindAnnouncing(this);
    this.cleanup(() => this.announcing?.stop());
    this.jumping = bindJumping(this);
    for (const [type, printing] of /** @type {[string, boolean][]} */ ([['beforeprint', true], ['afterprint', false]])) {
      this.on(window, type, () => this.#print(printing));
    }
    this.on(this, 'scroll', () => this.#scrolled(), { passive: true });
    this.on(this.find('earlier'), 'click', (event) => {
      event.preventDefault();
      this.#extend('above');
    });
    this.onSignal('editLeft', (kept) => {
      this.#kept = kept;
    });
    this.onSignal('zone', () => {
      for (const node of this.#nodes.values()) node.showTimes?.();
      this.quietly();
    });
    this.onSignal('sent', () => {
      this.unreadAfter = Infinity;
      this.jumping?.toNewest();
    });
  }

  /** The server's page becomes ours as it is. */
  #adopt() {
    const { roomId } = this.state;
    this.room = roomId;
    this.#kept = this.app.local.edit(roomId ?? 0);
    const log = this.log;
    document.querySelector('[data-part="newest"]')?.remove();
    this.#nodes = adopted(this.items, log);
    const [first, last] = [log.list[0]?.seq, log.list.at(-1)?.seq];
    const entry = this.entry;
    if (first && last) this.window = { first, last, tail: last >= (entry?.lastSeq ?? last) };
    if (entry?.unread && this.window.tail) this.unreadAfter = entry.readSeq;
    // A page of long ago stands where it was asked for.
    this.placed = !this.window.tail;
    const target = location.hash.startsWith('#m-') ? document.getElementById(location.hash.slice(1)) : null;
    if (target) {
      this.placed = true;
      highlight(target);
    } else if (location.hash.startsWith('#m-')) {
      // A link to a message that is not on this page.
      requestAnimationFrame(() => this.jumping?.jumpTo(Number(location.hash.slice(3))));
    }
  }

  /** @returns {import('../core/log.js').Log} */
  get log() {
    return this.state.logs[this.room ?? 0] ?? emptyLog();
  }

  get entry() {
    return this.state.rooms[this.room ?? 0];
  }

  get atBottom() {
    return this.window.tail && -this.scrollTop < AT_BOTTOM;
  }

  /** @param {import('../core/store.js').State} state @param {import('../core/store.js').State} before */
  concerns(state, before) {
    const id = state.roomId ?? 0;
    return id !== this.room || state.logs[id] !== before.logs[id] || state.rooms[id] !== before.rooms[id] || state.members[id] !== before.members[id];
  }

  /** @param {import('../core/store.js').State} state */
  render(state) {
    if (state.roomId !== this.room) this.#enter(state.roomId);
    const { log } = this;
    const catchingUp = state.connection.state === 'catching-up';
    const bottom = this.atBottom && !(catchingUp && (this.entry?.unread ?? 0) > FOLLOWED);
    const { messages, window } = this.#printing
      ? { messages: stretchOf(log.list, this.window), window: this.window }
      : look(log.list, this.window, this.entry?.lastSeq ?? 0, bottom);
    this.window = window;
    // Nobody needs a line above what they see coming.
    const watching = this.placed && bottom && this.reading?.looking() && !catchingUp;
    const missed = this.entry?.unread && !watching;
    if (missed && this.unreadAfter === Infinity) this.unreadAfter = this.entry.readSeq;
    const pending = window.tail ? log.pending : [];
    const rows = rowsOf({ messages, pending, list: log.list, me: state.me, unreadAfter: this.unreadAfter });
    const last = messages.at(-1)?.seq ?? 0;
    // Only what is said while the room is open is news.
    if (this.placed) this.announcing?.expect(messages.filter((m) => m.seq > this.#heard && m.sender.id !== state.me.id));
    this.#heard = Math.max(this.#heard, last);
    keepingPlace(this, bottom, () => {
      this.#edges(log);
      reconcile(this.items, this.find('empty'), this.#nodes, rows, () => this.focus(), this.placed && bottom);
    });
    const line = this.#nodes.get('unread');
    this.#takeUpEdit();
    if (!this.placed) this.#place(line);
    // What comes while nobody looks is not run past: the line stays in sight.
    else if (bottom && line && !this.reading?.looking()) openingPlace(this, line);
    this.#scrolled();
  }

  /** An edit that was under way when its room, the page or its part of the history was left goes on. */
  #takeUpEdit() {
    const kept = this.#kept;
    const message = kept && byId(this.log.list, kept.message);
    if (!kept || !message) return;
    const node = this.#nodes.get(keyOf(message));
    if (message.deleted) {
      this.app.local.saveEdit(message.room, null);
      // When the page is just beginning, the box may not be there yet.
      requestAnimationFrame(() => signal('offerText', { text: kept.text, why: words.message.editedGone }));
    } else if (node) node.edit(() => document.getElementById('input')?.focus(), kept.text);
    else return;
    this.#kept = null;
  }

  /**
   * Where a room opens: once all of what is new is known, where that begins.
   * @param {HTMLElement|undefined} line the line "new", if it is on the page
   */
  #place(line) {
    const { log, entry } = this;
    if (!log.loaded || (log.list.at(-1)?.seq ?? 0) < (entry?.lastSeq ?? 0)) return;
    const first = this.unreadAfter + 1;
    if (!line && entry?.unread && Number.isFinite(first) && first < this.window.first) return this.#fetchPlace(first);
    this.placed = true;
    openingPlace(this, line);
  }

  /** The unread begins further back than what is on the page. @param {number} first its first seq */
  async #fetchPlace(first) {
    const { room } = this;
    if (room === null || this.#loading.has('place')) return;
    this.#loading.add('place');
    try {
      if (!bySeq(this.log.list, first)) await this.app.sync.page(room, { after: Math.max(0, first - READ_BEFORE) });
      if (room !== this.room) return;
      this.window = around(first);
      this.placed = true;
      this.quietly();
      openingPlace(this, this.#nodes.get('unread'));
      this.#scrolled();
    } catch {
      // Without a line it is opened at its end, and placed when the line is back.
    } finally {
      this.#loading.delete('place');
    }
  }

  /** On paper stands all that has been loaded around what is on the page. @param {boolean} printing */
  #print(printing) {
    this.#printing = printing;
    this.quietly();
  }

  /** Another room is on the screen. @param {number|null} room */
  #enter(room) {
    this.room = room;
    this.window = NEWEST;
    this.placed = false;
    this.#heard = 0;
    this.#loading.clear();
    this.unreadAfter = this.entry?.unread ? this.entry.readSeq : Infinity;
    // A conversation that changes as a whole is not read out as news.
    this.setAttribute('aria-busy', 'true');
    for (const node of this.#nodes.values()) node.remove();
    this.#nodes.clear();
    this.#kept = room === null ? null : this.app.local.edit(room);
    setAttribute(this, 'data-room', room);
    if (this.entry) this.#name(this.entry);
    this.scrollTop = 0;
    setTimeout(() => this.removeAttribute('aria-busy'), 500);
  }

  /** @param {import('../core/store.js').Room} room */
  #name({ name, kind }) {
    const { team } = this.state;
    this.setAttribute('aria-label', words.list.label(name));
    setText(this.find('beginning-title'), kind === 'direct' ? words.list.between(name) : name);
    setText(this.find('beginning-text'), words.list.beginning(kind, team));
  }

  /** What stands above the first row: earlier ones, or the beginning. @param {import('../core/log.js').Log} log */
  #edges(log) {
    if (!this.entry) return;
    const { above } = beyond(log.list, this.window, this.entry?.lastSeq ?? 0);
    this.find('earlier').hidden = above === 'nothing' || !log.loaded;
    this.find('beginning').hidden = above !== 'nothing' || !log.loaded;
    this.find('empty').hidden = above !== 'nothing' || !log.loaded || log.list.length + log.pending.length > 0;
    setAttribute(this, 'data-complete', String(above === 'nothing'));
  }

  /** The highest seq that has been in sight as a whole, or at the bottom simply the last. */
  lastVisibleSeq() {
    if (this.atBottom) return Number.isFinite(this.window.last) ? this.window.last : 0;
    return Number(inSight(this, true)?.dataset.seq) || 0;
  }

  #scrolled() {
    const above = this.scrollHeight - this.clientHeight + this.scrollTop;
    if (above < NEAR) this.#extend('above');
    if (!this.window.tail && -this.scrollTop < NEAR) this.#extend('below');
    this.jumping?.showButton();
    this.reading?.look();
  }

  /** More on one side: out of memory at once, else from the server. @param {'above'|'below'} side */
  async #extend(side) {
    const { log, room } = this;
    if (room === null || !log.loaded) return;
    const from = beyond(log.list, this.window, this.entry?.lastSeq ?? 0)[side];
    if (from === 'nothing') return;
    if (from === 'memory') {
      this.window = side === 'above' ? older(log.list, this.window) : newer(log.list, this.window);
      this.quietly();
      return;
    }
    if (this.#loading.has(side)) return;
    this.#loading.add(side);
    setAttribute(this.find('earlier'), 'aria-busy', side === 'above');
    try {
      const { first, last } = this.window;
      await this.app.sync.page(room, side === 'above' ? { before: first } : { after: last });
      this.#loading.delete(side);
      if (room === this.room) this.#extend(side);
    } catch {
      // Asked again by itself, as whoever is at the edge cannot scroll on; not at once, and without
      // a word: the pill says what the line does.
      setTimeout(() => {
        this.#loading.delete(side);
        if (room === this.room && this.isConnected) this.#scrolled();
      }, PAUSE_AFTER_ERROR);
    } finally {
      this.find('earlier').removeAttribute('aria-busy');
    }
  }

  /** History is put in place without being read out. */
  quietly() {
    this.setAttribute('aria-busy', 'true');
    this.flush();
    setTimeout(() => this.removeAttribute('aria-busy'), 300);
  }
}
