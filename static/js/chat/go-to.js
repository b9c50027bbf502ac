// @ts-check
/** The sheet in the head of a room that leads to a date, or to the first message. */
import { isForBrowser, part } from '../core/dom/element.js';
import { tellPane } from '../core/dom/pane.js';

/** @param {import('../core/dom/element.js').AppElement} room */
export function bindGoTo(room) {
  const menu = /** @type {HTMLDetailsElement|null} */ (part(room, 'go-to'));
  if (!menu) return;
  const form = /** @type {HTMLFormElement} */ (part(menu, 'date-form'));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('date'));

  /** @param {Date} time */
  function go(time) {
    menu?.removeAttribute('open');
    tellPane(menu, 'jumpToTime', { time });
  }

  room.on(form, 'submit', (event) => {
    event.preventDefault();
    // A day of the person's own zone.
    go(new Date(`${field.value}T00:00`));
  });
  room.on(menu, 'click', (event) => {
    if (!(/** @type {Element} */ (event.target).closest('[data-action="go-first"]')) || isForBrowser(event)) return;
    event.preventDefault();
    go(new Date(0));
  });
  room.on(menu, 'toggle', () => menu.open && field.focus());
  // It may have been opened before this was here.
  if (menu.open) field.focus();
}
