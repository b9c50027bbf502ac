// @ts-check
/** The way to the inbox, with how many of its entries are unread. */
import { api } from '../core/net/api.js';
import { apart } from '../core/net/crowd.js';
import { showCount } from '../core/dom/count.js';
import { isForBrowser, part } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';
import { dialogsHere } from '../core/dom/markup.js';
import { tn } from '../core/i18n/translate.js';

/** What happens meanwhile is one question; milliseconds. */
const GATHER = 1000;
/** Where many are called at once. */
const SPREAD = 60_000;

/** @typedef {import('../core/dom/app.js').App} App */

/** What tells that something may be read, or that one is called: the rooms' marks and calls, and the same of their threads. @param {PageState['rooms']} rooms */
const standing = (rooms) => Object.values(rooms).map(({ id, readSeq, mentions, threads }) => [id, readSeq, mentions, threads?.mentions ?? 0, threads?.unread ?? 0].join(' ')).join();

/** @param {App} app */
export function start({ store }) {
  const link = part(document, 'inbox', HTMLAnchorElement);
  if (!link) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function ask() {
    timer = undefined;
    const answer = await api('GET', '/inbox?limit=0').catch(() => null);
    if (answer) show(link, answer.unread);
  }

  /** @param {number} within */
  const soon = (within) => void (timer ??= setTimeout(ask, within));

  let before = standing(store.get().rooms);
  store.subscribe((state, last) => {
    // What came meanwhile nobody has told.
    if (state.connection.state === 'complete' && last.connection.state !== 'complete') {
      before = standing(state.rooms);
      return soon(GATHER + apart(state, SPREAD));
    }
    if (state.inboxNews !== last.inboxNews) return soon(GATHER);
    // What a whole room is asked to confirm, or is not any more, is told to all of them at once.
    if (state.announcements?.news === last.announcements?.news) {
      if (state.rooms === last.rooms) return;
      const now = standing(state.rooms);
      if (now === before) return;
      before = now;
    }
    soon(GATHER + apart(state, SPREAD));
  });
  link.addEventListener('click', (event) => {
    if (isForBrowser(event)) return;
    event.preventDefault();
    dialogsHere().then(() => import('./dialog.js')).then(({ open }) => open((unread) => show(link, unread)), missing);
  });
}

/** @param {HTMLElement} link @param {number} unread */
function show(link, unread) {
  showCount(link, 'inbox-count', unread, tn('{n} unread', '{n} unread', unread));
}
