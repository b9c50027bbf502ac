// @ts-check
/** The threads that one follows, as places to go to. */
import { app } from '../core/dom/app.js';
import { fetchFormatter, insteadOf, wordsOf } from '../core/dom/texts.js';
import { api } from '../core/net/api.js';
import { signal } from '../core/store/signals.js';
import { t } from '../core/i18n/translate.js';
import { words } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').FollowedThread} Followed */

/** So many are looked through: those with something unread, and the newest. */
const MOST = 50;
const NAME = 100;

/** @param {import('../core/wire.js').Message} root */
function nameOf(root) {
  return insteadOf(root) || (wordsOf(root) ?? root.content).trim().slice(0, NAME) || words.list.sealed;
}

/** @param {number} room @param {number} thread */
function go(room, thread) {
  const { rooms, roomId } = app().store.get();
  const here = room === roomId;
  // What has no box to write in is another page.
  if (!here && (!rooms[room] || rooms[room].archived)) return location.assign(`/rooms/${room}?thread=${thread}`);
  if (!here) signal('openRoom', { room });
  signal('openThread', { room, thread });
}

/** @returns {Promise<import('../core/dom/registry.js').NamedPlace[]>} those with something unread first */
export async function places() {
  const [{ threads }] = await Promise.all([api('GET', `/threads?limit=${MOST}`), fetchFormatter()]);
  const roots = await app().features.opened(threads.map((/** @type {Followed} */ { root }) => root));
  return threads.map((/** @type {Followed} */ { room, roomName, thread }, /** @type {number} */ at) => ({
    key: `thread:${thread}`,
    name: nameOf(roots[at]),
    more: `${roomName} ${roots[at].sender.displayName}`,
    where: roomName,
    what: t('Thread'),
    go: () => go(room, thread),
  }));
}
