// @ts-check
/** The emojis that somebody used lately, on all of their devices; and in this browser, those that the server does not know. */
import { app } from './app.js';

/** @typedef {import('../wire.js').UsedEmoji} UsedEmoji */

/** What is still to be told to the server, the last one first: texts. */
export const UNTOLD = 'weconnect:emoji:untold';
/** What pages of before kept: it is never told, as some of it may have been written in encrypted rooms. */
export const BEFORE = 'weconnect:emoji';
/** What it is not told, the last one first: as `UsedEmoji`. */
export const SECRET = 'weconnect:emoji:secret';
export const KEPT = 24;
/** What stands there before one has used any. */
export const USUAL = ['👍', '❤️', '😂', '🎉', '🙏', '👀', '✅', '😢'];

/** @param {string} key @returns {any[]} the last one first; any: an older page may have left something else */
export function kept(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/** The last one first. @returns {string[]} */
export function recentEmojis() {
  const used = /** @type {UsedEmoji[]} */ ([...(app().store.get().recentEmojis ?? []), ...kept(SECRET)]).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const all = [...kept(UNTOLD), ...used.map(({ emoji }) => emoji), ...kept(BEFORE)].filter((one) => typeof one === 'string');
  return [...new Set(all)].slice(0, KEPT);
}

/** So many are offered at once. */
const QUICK = 3;

/** One of those, in an order that stays while they do. @param {number} at */
export const quickEmoji = (at) => [...new Set([...recentEmojis(), ...USUAL])].slice(0, QUICK).sort((a, b) => (a < b ? -1 : 1))[at];
