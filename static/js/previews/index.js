// @ts-check
/** Previews of links: what is behind them. What draws one comes when there is one. */
import { part, setAttribute } from '../core/dom/element.js';

/** @type {typeof import('./preview-view.js') | undefined} */
let view;

/** @param {HTMLElement & {view?: {message: object}|null}} item @param {import('../core/store/message.js').Shown} message */
function show(item, message) {
  const previews = message.deleted ? [] : (message.previews ?? []);
  if (view) return view.showPreviews(item, message, previews);
  if (previews.length) {
    import('./preview-view.js').then((loaded) => {
      view = loaded;
      // Another one stands there by now.
      if (!item.view || item.view.message === message) view.arrive(item, message, previews);
    }, () => {});
  } else if (part(item, 'previews')) setAttribute(part(item, 'previews'), 'hidden', true);
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  parts: [{ show, places: 'a.preview-link, button.preview-remove' }],
  acting: () => import('./acting.js'),
};
