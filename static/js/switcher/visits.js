// @ts-check
/** Which rooms a person was in last, in this browser: the newest first. */
import { isOver } from '../core/net/forget.js';

const MOST = 60;

const keyOf = (/** @type {number} */ me) => `weconnect:visits:${me}`;

/** @param {number} me @returns {number[]} the ids of rooms */
export function visits(me) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(me)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(Number.isInteger) : [];
  } catch {
    return [];
  }
}

/** @param {number} me @param {number} room */
function visited(me, room) {
  const next = [room, ...visits(me).filter((id) => id !== room)].slice(0, MOST);
  try {
    if (!isOver()) localStorage.setItem(keyOf(me), JSON.stringify(next));
  } catch {
    // A browser that refuses to store orders by name.
  }
}

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  const note = ({ me, roomId, rooms } = store.get()) => void (roomId !== null && rooms[roomId] && visited(me.id, roomId));
  store.subscribe((state, before) => state.roomId !== before.roomId && note(state));
  note();
}
