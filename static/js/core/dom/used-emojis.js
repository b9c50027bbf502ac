// @ts-check
/**
 * Remembers which emojis somebody uses. The server is told of what was used within some seconds at once; until it
 * knows, that waits in this browser, for whichever tab tells it first, or for the next page.
 */
import { isFewEmojis } from '../i18n/letters.js';
import { serverTime } from '../i18n/time.js';
import { api } from '../net/api.js';
import { isOver } from '../net/forget.js';
import { app } from './app.js';
import { BEFORE, KEPT, SECRET, UNTOLD, kept } from './recent-emojis.js';

const GATHER = 2000;
/** What is refused so will be refused again. */
const NEVER = ['badRequest', 'tooLarge', 'notFound', 'forbidden'];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} key @param {unknown[]} list */
function keep(key, list) {
  try {
    localStorage.setItem(key, JSON.stringify(list.slice(0, KEPT)));
  } catch {
    // Where nothing is stored, nothing is remembered.
  }
}

/** One tab after the other, where browsers let them take turns. @param {() => Promise<void>} work */
const inTurn = (work) => (navigator.locks ? navigator.locks.request(UNTOLD, work) : work());

/** @param {string} emoji @param {boolean} [secret] whether the server must not learn of it: it was written in an encrypted room */
export function rememberEmoji(emoji, secret = false) {
  if (isOver()) return;
  if (secret) return keep(SECRET, [{ emoji, at: new Date(serverTime.now()).toISOString() }, ...kept(SECRET).filter((one) => one.emoji !== emoji)]);
  keep(UNTOLD, [emoji, ...kept(UNTOLD).filter((one) => one !== emoji)]);
  timer ??= setTimeout(tellUsed, GATHER);
}

/** Tells the server what it does not know yet. */
export function tellUsed() {
  clearTimeout(timer);
  timer = undefined;
  return inTurn(tell);
}

async function tell() {
  // Whatever else came to stand there would be refused, and all of it with that.
  const emojis = kept(UNTOLD).filter((one) => typeof one === 'string' && isFewEmojis(one));
  if (!emojis.length || isOver()) return;
  // Otherwise it waits for the next use, or for the line.
  await tellOf(emojis).catch(() => {});
}

/** @param {string[]} emojis the last one first; if they are refused for one of them, the others are told without it */
async function tellOf(emojis) {
  try {
    app().store.dispatch({ type: 'ownEmojisChanged', data: await api('POST', '/me/recent-emojis', { emojis }) });
  } catch (error) {
    if (!NEVER.includes(/** @type {import('../net/socket.js').WireError} */ (error).code)) throw error;
    if (emojis.length > 1) {
      const half = emojis.length >> 1;
      await tellOf(emojis.slice(half));
      return tellOf(emojis.slice(0, half));
    }
  }
  // What was used meanwhile stands before them; the same once more is as new as it was.
  if (!isOver()) keep(UNTOLD, kept(UNTOLD).filter((one) => !emojis.includes(one)));
}

/** An emoji is there no more. @param {string} emoji */
export function forgetEmoji(emoji) {
  if (isOver()) return;
  for (const key of [UNTOLD, BEFORE]) if (kept(key).includes(emoji)) keep(key, kept(key).filter((one) => one !== emoji));
  if (kept(SECRET).some((one) => one.emoji === emoji)) keep(SECRET, kept(SECRET).filter((one) => one.emoji !== emoji));
}
