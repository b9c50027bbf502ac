// @ts-check
/** Files of messages: pictures, and whatever else people send. What draws them, and what sends them, comes when there are some. */
import { part, setAttribute } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';
import { known } from './known.js';

/** @type {typeof import('./file-view.js') | undefined} */
let view;

/** Those that go with a message which the server does not have yet. @param {{extra?: Record<string, unknown>}} message */
const going = ({ extra }) => /** @type {string[]} */ (extra?.attachments ?? []);

/** @param {HTMLElement & {view?: {message: object}|null}} item @param {import('../core/store/message.js').Shown} message */
function show(item, message) {
  const found = message.id ? (message.attachments ?? []) : going(message).flatMap((id) => known.get(id) ?? []);
  // Those of encrypted rooms are bytes that say nothing.
  const files = message.deleted || message.sealed ? [] : found;
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
  aids: [() => import('./attaching.js')],
  takesBack: (entry, pane) => going(entry).length > 0 && (import('./attaching.js').then(({ takenBack }) => takenBack(entry, pane)).catch(missing), true),
};
