// @ts-check
/** What messages said before they were edited: shown when somebody asks for it. */
import { part } from '../core/dom/element.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  parts: [
    {
      show(item, { id }) {
        if (id) part(item, 'history', HTMLAnchorElement).href = `/messages/${id}/versions`;
      },
      places: '[data-part="history"]',
    },
  ],
  acting: async () => ({ acts: { history: async (item, _, app) => (await import('./dialog.js')).openHistory(item, app) } }),
};
