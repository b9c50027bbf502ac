// @ts-check
/** Where a popover stands. */

/**
 * Next to what asked for it, inside of the window; a phone shows it as a sheet by its stylesheet.
 * @param {HTMLElement} popover
 * @param {DOMRect} box of what asked
 * @param {'above'|'below'} side where it stands if there is room
 * @param {number} gap pixels between them
 */
export function beside(popover, box, side, gap) {
  popover.style.inset = '';
  popover.style.margin = '';
  if (matchMedia('(max-width: 719.98px)').matches) return;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const [above, below] = [box.top - height - gap, box.bottom + gap];
  const fits = side === 'above' ? above > EDGE : below + height + EDGE < innerHeight;
  const top = fits === (side === 'above') ? above : below;
  // Both end where the line ends.
  const end = getComputedStyle(popover).direction === 'rtl' ? box.left : box.right - width;
  const left = Math.max(EDGE, Math.min(end, innerWidth - width - EDGE));
  popover.style.margin = '0';
  popover.style.inset = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px auto auto ${left}px`;
}

/** So near to the edge of the window it may come. */
const EDGE = 8;
