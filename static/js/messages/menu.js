// @ts-check
/** The menu of what else one can do with a message: one for all of them, beside the button that asks for it. */
import { beside } from '../core/dom/beside.js';
import { missing } from '../core/dom/lazy.js';
import { possible } from './list-actions.js';

/** @typedef {import('./message-item.js').MessageItem} MessageItem */

/** The message whose menu it is. @type {{item: MessageItem, app: import('../core/dom/app.js').App} | null} */
let asked = null;

/** @type {HTMLElement | undefined} */
let menu;

const items = () => /** @type {HTMLElement[]} */ ([...(menu?.querySelectorAll('[role="menuitem"]') ?? [])]).filter((one) => !one.hidden);

/** @type {import('../core/dom/registry.js').Act} */
export function openMenu(item, button, app) {
  menu ??= bound();
  const list = /** @type {import('./message-list.js').MessageList|null} */ (item.closest('message-list'));
  if (!menu || !list) return;
  const message = /** @type {MessageItem} */ (item);
  asked = { item: message, app };
  const can = possible(list, message);
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll('[role="menuitem"]'))) one.hidden = !can.includes(one.dataset.action ?? '');
  const box = (button ?? item).getBoundingClientRect();
  menu.showPopover();
  beside(menu, box, 'below', 4);
  items()[0]?.focus();
}

function bound() {
  const found = document.getElementById('message-menu');
  if (!found?.showPopover) return void missing();
  found.addEventListener('click', (event) => {
    const name = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-action]'))?.dataset.action;
    if (!name || !asked) return;
    const { item, app } = asked;
    found.hidePopover();
    item.focus({ preventScroll: true });
    app.features.act(name, item, null, app);
  });
  found.addEventListener('toggle', (event) => {
    // The focus goes back to where it came from, unless somebody has clicked elsewhere.
    const lost = document.activeElement === document.body || found.contains(document.activeElement);
    if (event.newState === 'closed' && lost) asked?.item.focus({ preventScroll: true });
  });
  found.addEventListener('keydown', along);
  return found;
}

/** The keys of a menu. @param {KeyboardEvent} event */
function along(event) {
  const all = items();
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = /** @type {Record<string, number>} */ ({ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 })[event.key];
  if (event.key === 'Tab') menu?.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  all.at(to % all.length)?.focus();
}
