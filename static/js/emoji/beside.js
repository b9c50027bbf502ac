// @ts-check
/** Where a popover stands. */

/** Next to what asked for it, inside of the window; a phone shows it as a sheet by its stylesheet. @param {HTMLElement} popover @param {DOMRect} box */
export function beside(popover, box) {
  popover.style.inset = '';
  popover.style.margin = '';
  if (matchMedia('(max-width: 719.98px)').matches) return;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const top = box.top - height - 8 > 8 ? box.top - height - 8 : box.bottom + 8;
  // Both end where the line ends.
  const end = getComputedStyle(popover).direction === 'rtl' ? box.left : box.right - width;
  const left = Math.max(8, Math.min(end, innerWidth - width - 8));
  popover.style.margin = '0';
  popover.style.inset = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px auto auto ${left}px`;
}
