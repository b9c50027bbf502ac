// @ts-check
/** Tells a room that one is typing: at most every few seconds, and once more when it is over. */

const EVERY = 3000;
const OVER_AFTER = 4000;

/** @param {import('../core/net/socket.js').Link} link @param {() => number|null} room */
export function createTyping(link, room) {
  let since = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {boolean} on */
  function tell(on) {
    const to = room();
    if (to !== null) link.tell('typing', { room: to, typing: on });
  }

  function stop() {
    if (since) tell(false);
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
    tell(true);
  }

  return { typed, stop, sent };
}
