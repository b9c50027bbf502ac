// @ts-check
/**
 * Keeping what is being read where it is, while rows come and go around it.
 *
 * The list is laid out from the bottom: scrollTop is 0 at the newest message, negative above.
 */

/** Above the line "new" a little of what was read before stays in sight. */
const HEADROOM = 56;

/**
 * The first or last message in sight, found by halving: measuring all would cost a layout each.
 * @param {HTMLElement} list
 * @param {boolean} [last] the last one that is in sight as a whole, instead of the first
 * @returns {HTMLElement | undefined}
 */
export function inSight(list, last = false) {
  const items = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('[data-part="items"] > message-item'));
  const frame = list.getBoundingClientRect();
  const edge = (last ? frame.bottom : frame.top) + 4;
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].getBoundingClientRect().bottom > edge) high = middle;
    else low = middle + 1;
  }
  return items[last ? low - 1 : low];
}

/**
 * Changes the rows without moving what is being read.
 * @param {HTMLElement} list
 * @param {boolean} bottom whether the reader is at the bottom, and stays there
 * @param {() => void} change
 */
export function keepingPlace(list, bottom, change) {
  if (bottom) {
    change();
    if (list.scrollTop) list.scrollTop = 0;
    return;
  }
  const anchor = inSight(list);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (!anchor?.isConnected) return;
  const moved = anchor.getBoundingClientRect().top - before;
  if (Math.abs(moved) >= 1) list.scrollTop += moved;
}

/**
 * A room opens where the unread begins, if that is further up than one can see; else at its end.
 * @param {HTMLElement} list
 * @param {HTMLElement | undefined} line the line "new"
 */
export function openingPlace(list, line) {
  list.scrollTop = 0;
  if (!line) return;
  const above = line.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (above < 0) list.scrollTop += above - HEADROOM;
}

const HIGHLIGHT_MS = 2500;

/** Shows for a moment which message one was led to. @param {HTMLElement} node */
export function highlight(node) {
  node.setAttribute('data-highlight', '');
  setTimeout(() => node.removeAttribute('data-highlight'), HIGHLIGHT_MS);
}
