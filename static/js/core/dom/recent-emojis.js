// @ts-check
/** The emojis that somebody used lately in this browser. */
import { isOver } from '../net/forget.js';

const RECENT = 'weconnect:emoji';
const KEPT = 24;
/** What stands there before one has used any. */
export const USUAL = ['👍', '❤️', '😂', '🎉', '🙏', '👀', '✅', '😢'];

/** The last one first. @returns {string[]} */
export function recentEmojis() {
  try {
    const found = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {string} emoji */
export function rememberEmoji(emoji) {
  if (isOver()) return;
  try {
    localStorage.setItem(RECENT, JSON.stringify([emoji, ...recentEmojis().filter((other) => other !== emoji)].slice(0, KEPT)));
  } catch {
    // Where nothing is stored, nothing is recent.
  }
}

/** So many are offered at once. */
const QUICK = 3;

/** One of those, in an order that stays while they do. @param {number} at */
export const quickEmoji = (at) => [...new Set([...recentEmojis(), ...USUAL])].slice(0, QUICK).sort((a, b) => (a < b ? -1 : 1))[at];
