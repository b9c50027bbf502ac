// @ts-check
/** Tells a room that one is typing: at most every few seconds, and once more when it is over. */

const EVERY = 3000;
const OVER_AFTER = 4000;

/** @param {import('../core/net/socket.js').Link} link @param {() => number|null} room */
export function createTyping(link, room) {
  let since = 0;
  /** @type {any} */
  let timer = null;

  function stop() {
    if (since) link.tell('typing', { room: room(), typing: false });
    sent();
  }

  /** Whoever has sent it types no more, as everybody sees. */
  function sent() {
    clearTimeout(timer);
    since = 0;
  }

  function typed() {
    const now = Date.now();
    clearTimeout(timer);
    timer = setTimeout(stop, OVER_AFTER);
    if (now - since < EVERY) return;
    since = now;
    link.tell('typing', { room: room(), typing: true });
  }

  return { typed, stop, sent };
}
