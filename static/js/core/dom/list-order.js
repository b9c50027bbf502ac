// @ts-check
/** The order of rows in a list, with as few of them moved as can be: what is moved loses the focus and is drawn anew. */

/**
 * Puts rows in their order, and new ones in their place. One that has the focus keeps it, wherever it goes.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} rows
 */
export function putInOrder(list, rows) {
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  let next = list.firstElementChild;
  for (const row of rows) {
    // One that went down, or away: the others stay where they are.
    if (next && row !== next && row === next.nextElementSibling) {
      next.remove();
      next = row;
    }
    if (row === next) next = next.nextElementSibling;
    else list.insertBefore(row, next);
  }
  if (focused !== document.activeElement && list.contains(focused)) focused?.focus({ preventScroll: true });
}
