// @ts-check
/** Files of messages: pictures, and whatever else people send. What draws one comes when there is one. */
import { part, setAttribute } from '../core/dom/element.js';

/** @type {typeof import('./file-view.js') | undefined} */
let view;

/** @param {HTMLElement & {view?: {message: object}|null}} item @param {import('../core/store/message.js').Shown} message */
function show(item, message) {
  // Those of encrypted rooms are bytes that say nothing.
  const files = message.deleted || message.sealed ? [] : (message.attachments ?? []);
  if (view) return view.showFiles(item, files);
  if (files.length) {
    import('./file-view.js').then((loaded) => {
      view = loaded;
      // Another one stands there by now.
      if (!item.view || item.view.message === message) view.arrive(item, files);
    }, () => {});
  } else if (part(item, 'attachments')) setAttribute(part(item, 'attachments'), 'hidden', true);
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  parts: [{ show, places: 'a.file-picture, a.file-card' }],
};
