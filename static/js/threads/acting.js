// @ts-check
/** Answering in a thread, and opening one. */
import { isMain, paneOf, tellPane } from '../core/dom/pane.js';
import { signal } from '../core/store/signals.js';

/** @type {import('../core/dom/registry.js').Act} */
function open(item) {
  const message = item.view?.message;
  if (!message?.id) return;
  const pane = paneOf(item);
  const thread = message.thread ?? message.id;
  // One that is open already is where one writes.
  if (!isMain(pane) && pane.dataset.thread === String(thread)) return tellPane(item, 'focusInput');
  signal('openThread', { room: message.room, thread, back: item });
}

export const acts = { thread: open };
