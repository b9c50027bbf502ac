// @ts-check
/** The pages of a conversation that are fetched while one reads: further back, further on, where the unread begins. */
import { setAttribute } from '../core/dom/element.js';
import { bySeq } from '../core/store/log.js';
import { beyond, newer, older } from './view-window.js';

/** So near to the end of what is on the page, more is put there. */
const NEAR = 800;
const PAUSE_AFTER_ERROR = 3000;
/** So long what comes live may be late before it is asked for. */
const LATE = 2000;
/** So many that were read before are fetched with the first that was not. */
const READ_BEFORE = 20;

/**
 * @typedef {{before?: number, after?: number, since?: string}} Where one side of a seq, or since a time
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {{page: (where: Where) => Promise<Message[]>, read: (seq: number) => Promise<void>}} Source
 * @typedef {import('./message-list.js').MessageList} MessageList
 */

/** Fetches a page of a conversation. @param {MessageList} list @param {Where} where */
export const pageOf = ({ source, app, room }, where) => (source ? source.page(where) : app.sync.page(room ?? 0, where));

/** @param {MessageList} list */
export function createPaging(list) {
  /** @type {Set<string>} directions in which a page is being fetched */
  const loading = new Set();

  const there = () => beyond(list.log.list, list.window, list.entry?.lastSeq ?? 0, list.log);

  /** More on one side: out of memory at once, else from the server. @param {'above'|'below'} side */
  async function extend(side) {
    const { log, room } = list;
    if (room === null || !log.loaded) return;
    const from = there()[side];
    if (from === 'nothing') return;
    if (from === 'memory') {
      list.window = side === 'above' ? older(log.list, list.window, log) : newer(log.list, list.window, log);
      list.quietly();
      return;
    }
    if (loading.has(side)) return;
    loading.add(side);
    setAttribute(list.find('earlier'), 'aria-busy', side === 'above');
    try {
      const { first, last } = list.window;
      await pageOf(list, side === 'above' ? { before: first || (list.entry?.lastSeq ?? 0) + 1 } : { after: last });
      loading.delete(side);
      if (room === list.room) extend(side);
    } catch {
      // Asked again by itself, as whoever is at the edge cannot scroll on; not at once, and without
      // a word: the pill says what the line does.
      setTimeout(() => {
        loading.delete(side);
        if (room === list.room && list.isConnected) look();
      }, PAUSE_AFTER_ERROR);
    } finally {
      list.find('earlier').removeAttribute('aria-busy');
    }
  }

  /** Fetches what one is about to scroll to. */
  function look() {
    const above = list.scrollHeight - list.clientHeight + list.scrollTop;
    if (above < NEAR) extend('above');
    if (list.window.tail) lookBehind();
    else if (-list.scrollTop < NEAR) extend('below');
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  list.cleanup(() => clearTimeout(late));
  /** Whoever follows the newest is told of it live. What does not come so is asked for, like any other page. */
  function lookBehind() {
    const { room, window } = list;
    if (late || there().below !== 'server') return;
    late = setTimeout(() => {
      late = undefined;
      const { state } = list.state.connection;
      if (room === list.room && window.last === list.window.last && ['online', 'complete'].includes(state)) extend('below');
    }, LATE);
  }

  /** The surroundings of the first unread, further back than what is on the page. @param {number} first its seq @returns {Promise<boolean>} whether they are here now */
  async function unread(first) {
    const { room } = list;
    if (room === null || loading.has('place')) return false;
    loading.add('place');
    try {
      if (!bySeq(list.log.list, first)) await pageOf(list, { after: Math.max(0, first - READ_BEFORE) });
      return room === list.room;
    } catch {
      // Without a line it is opened at its end, and placed when the line is back.
      return false;
    } finally {
      loading.delete('place');
    }
  }

  list.on(list.find('earlier'), 'click', (event) => {
    event.preventDefault();
    extend('above');
  });
  return { look, unread, forget: () => loading.clear() };
}
