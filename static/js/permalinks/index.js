// @ts-check
/** Links to messages: they lead to the place, and show what they lead to. What does it comes with the first of them. */
import { part } from '../core/dom/element.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  parts: [
    {
      show(item, message) {
        const box = part(item, 'quotes');
        if (message.content.includes(`${location.origin}/`)) import('./quotes.js').then(({ showQuotes }) => showQuotes(box, message), () => {});
        else if (box.firstChild) box.replaceChildren();
      },
      places: '[data-part="quotes"] a',
    },
  ],
  soon: [() => import('./following.js')],
};
