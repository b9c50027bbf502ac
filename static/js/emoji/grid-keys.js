// @ts-check
/** Arrow keys along the emojis: those used lately, then group after group. */

const grids = (/** @type {HTMLElement} */ popover) => /** @type {HTMLElement[]} */ ([...popover.querySelectorAll('.emoji-grid:not([hidden])')]).filter((one) => one.children.length);
const columns = (/** @type {HTMLElement} */ grid) => getComputedStyle(grid).gridTemplateColumns.split(' ').length;

/** @param {Element|undefined} button @param {HTMLElement} from */
function go(button, from) {
  if (!(button instanceof HTMLElement)) return;
  const all = from.closest('[data-part="all"]');
  if (all && button.closest('[data-part="all"]') === all) {
    for (const other of /** @type {NodeListOf<HTMLElement>} */ (all.querySelectorAll('[tabindex="0"]'))) other.tabIndex = -1;
    button.tabIndex = 0;
  }
  button.focus();
}

/**
 * Moves the focus as the key says; whoever types a letter searches.
 * @param {KeyboardEvent} event @param {HTMLElement} popover @param {HTMLInputElement} search
 */
export function alongGrid(event, popover, search) {
  const from = /** @type {HTMLElement} */ (document.activeElement);
  const all = grids(popover);
  const { key } = event;
  if (from === search) {
    const to = key === 'ArrowDown' ? all.at(1) : key === 'ArrowUp' ? all[0] : undefined;
    if (!to) return;
    event.preventDefault();
    return go(to.children[0], from);
  }
  const at = all.findIndex((grid) => grid.contains(from));
  if (at < 0) return;
  if (key.length === 1 && key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) return search.focus();
  const grid = all[at];
  const index = [...grid.children].indexOf(from);
  const width = columns(grid);
  const last = grid.children.length - 1;
  const onwards = getComputedStyle(popover).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = onwards === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
  /** @type {Element|undefined} */
  let to;
  if (key === onwards) to = grid.children[index + 1] ?? all[at + 1]?.children[0];
  else if (key === back) to = grid.children[index - 1] ?? [...(all[at - 1]?.children ?? [])].at(-1);
  else if (key === 'ArrowDown') to = grid.children[index + width] ?? (Math.floor(index / width) < Math.floor(last / width) ? grid.children[last] : below(all[at + 1], index % width));
  else if (key === 'ArrowUp') to = grid.children[index - width] ?? above(all[at - 1], index % width);
  else if (key === 'Home') to = grid.children[0];
  else if (key === 'End') to = grid.children[last];
  else return;
  event.preventDefault();
  // Between those used lately and all others stands the search.
  if ((key === 'ArrowDown' && at === 0) || (key === 'ArrowUp' && at === 1 && index < width)) return search.focus();
  go(to, from);
}

/** @param {HTMLElement|undefined} grid @param {number} column */
const below = (grid, column) => grid?.children[Math.min(column, grid.children.length - 1)];

/** @param {HTMLElement|undefined} grid @param {number} column */
function above(grid, column) {
  if (!grid) return undefined;
  const width = columns(grid);
  const { length } = grid.children;
  return grid.children[Math.min(Math.floor((length - 1) / width) * width + column, length - 1)];
}
