// @ts-check
/** Arrow keys in lists of links. */
import { pressed } from './keys.js';

/**
 * Up and down move the focus among the links of a list; Home and End go to its ends.
 * @param {import('./element.js').AppElement} element
 * @param {HTMLElement} list
 * @param {string} selector of the links
 */
export function arrowKeys(element, list, selector) {
  element.on(list, 'keydown', (event) => {
    const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(selector)]).filter((link) => link.checkVisibility());
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0) return;
    const to = { up: at - 1, down: at + 1, first: 0, last: links.length - 1 }[pressed(event, 'links') ?? ''];
    if (to === undefined) return;
    event.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, to))].focus();
  });
}
