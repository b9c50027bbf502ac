// @ts-check
/** The toolbar of a box: opened and closed by its button, one stop of the Tab key, arrow keys within. */
import { part, setAttribute } from '../core/dom/element.js';
import { isOver } from '../core/net/forget.js';
import { startPreview } from './preview.js';

/** Whether this browser's person has it open. */
const OPEN = 'weconnect:toolbar';

function wasOpen() {
  try {
    return localStorage.getItem(OPEN) !== null;
  } catch {
    return false;
  }
}

/** @param {boolean} open */
function keep(open) {
  try {
    if (open && !isOver()) localStorage.setItem(OPEN, '');
    else localStorage.removeItem(OPEN);
  } catch {
    // Where nothing is stored it is closed at first.
  }
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box
 * @param {(area: HTMLTextAreaElement, name: string) => void} format
 */
export function startToolbar(area, box, format) {
  const bar = part(box, 'toolbar');
  const toggle = part(box, 'toolbar-toggle');
  if (!bar || !toggle) return;
  const buttons = /** @type {HTMLElement[]} */ ([...bar.querySelectorAll('button')]);

  /** @param {boolean} open */
  function show(open) {
    bar.hidden = !open;
    setAttribute(toggle, 'aria-expanded', String(open));
  }

  /** @param {HTMLElement} button */
  function reach(button) {
    for (const one of buttons) one.tabIndex = one === button ? 0 : -1;
  }

  toggle.addEventListener('click', () => {
    show(Boolean(bar.hidden));
    keep(!bar.hidden);
    area.focus();
  });
  bar.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button');
    if (!button?.dataset.format) return;
    reach(button);
    format(area, button.dataset.format);
  });
  bar.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const onwards = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = onwards === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const to = { [onwards]: at + 1, [back]: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Escape') area.focus();
    else if (to !== undefined) {
      const next = buttons[(to + buttons.length) % buttons.length];
      reach(next);
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // The focus stays where one writes; keys and screen readers may take it.
  for (const one of [bar, toggle]) one.addEventListener('pointerdown', (event) => event.preventDefault());
  const preview = /** @type {HTMLElement} */ (bar.querySelector('[data-action="preview"]'));
  startPreview(area, part(box, 'preview'), preview);
  preview.addEventListener('click', () => reach(preview));
  reach(buttons[0]);
  show(wasOpen());
}
