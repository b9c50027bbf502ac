// @ts-check
/** Threads: what is said about a message, beside the room. */
import { part, setAttribute } from '../core/dom/element.js';
import { dialogsHere } from '../core/dom/markup.js';
import { slice } from './slice.js';

/** The way from a message to its thread, where it has one. @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message */
function show(item, message) {
  if (message.answers || message.inRoom) import('./thread-line.js').then(({ showThread }) => showThread(item, message), () => {});
  else setAttribute(part(item, 'thread'), 'hidden', true);
}

/** What opens a thread beside its room. */
async function opening() {
  const [{ ThreadPane }, found] = await Promise.all([import('./thread-pane.js'), import('./opening.js'), dialogsHere()]);
  if (!customElements.get('thread-pane')) customElements.define('thread-pane', ThreadPane);
  return found;
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  parts: [{ show, places: '[data-part="thread"]' }],
  actions: { thread: ({ there, open }) => there && open },
  keys: [{ where: 'message', name: 'thread', key: 't' }],
  keyWords: () => import('./key-words.js'),
  acting: () => import('./acting.js'),
  places: () => import('./places.js'),
  answers: { openThread: opening },
  // The address may have asked for one.
  soon: [() => import('./thread-count.js'), ...(new URLSearchParams(location.search).has('thread') ? [opening] : [])],
};
