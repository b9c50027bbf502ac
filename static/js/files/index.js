// @ts-check
/** Files of messages: pictures, and whatever else people send. What draws them, and what sends them, comes when there are some. */
import { part, setAttribute } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';

/** @typedef {import('../core/store/message.js').Shown} Shown */

/** @type {typeof import('./file-view.js') | undefined} */
let view;
/** @type {typeof import('./in-words.js') | undefined} */
let words;

/** Whether a message takes files along that may be on their way. @param {{extra?: Record<string, unknown>}} message */
const hasFiles = ({ extra }) => Boolean(extra?.files);

/** @param {import('./waiting-view.js').Item} item @param {Shown} message */
function show(item, message) {
  // Another one may stand there by the time that what draws it has come.
  const isThere = () => !item.view || item.view.message === message;
  // Those of encrypted rooms are bytes that say nothing.
  const files = message.deleted || message.sealed ? [] : message.attachments;
  if (hasFiles(message)) import('./waiting-view.js').then(({ showWaiting }) => isThere() && showWaiting(item, message), () => {});
  else if (message.sealed && !message.deleted && message.attachments[0]) import('./sealed-view.js').then(({ showSealed }) => void (isThere() && showSealed(item, message)), () => {});
  else if (view) view.showFiles(item, files);
  else if (files.length) {
    import('./file-view.js').then((loaded) => {
      view = loaded;
      if (isThere()) view.arrive(item, files);
    }, () => {});
  } else if (part(item, 'attachments')) setAttribute(part(item, 'attachments'), 'hidden', true);
}

/** @param {import('../core/dom/registry.js').Wordless} message */
function instead({ attachments, sealed, opened }) {
  const files = sealed ? opened?.inside?.files : attachments;
  if (!files?.length) return '';
  return words?.inWords(files) ?? import('./in-words.js').then((loaded) => (words = loaded).inWords(files), () => '');
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  instead,
  parts: [{ show, places: 'a.file-picture, a.file-card, .file-player audio, .file-player video, .heard button, .upload-note button' }],
  acting: () => import('./acting.js'),
  keys: ['left', 'right'].map((name) => ({ where: 'pictures', name, key: name === 'left' ? 'ArrowLeft' : 'ArrowRight' })),
  keyWords: () => import('./key-words.js'),
  aids: [() => import('./attaching.js')],
  steps: [{ name: 'files', each: true, isLong: hasFiles, prepare: async (entry, keep) => (hasFiles(entry) ? (await import('./waiting.js')).arrived(entry, keep) : {}) }],
  takesBack: (entry, pane) => Boolean(hasFiles(entry) || entry.extra?.attachments) && (import('./waiting.js').then(({ takenBack }) => takenBack(entry, pane)).catch(missing), true),
};
