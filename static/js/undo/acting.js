// @ts-check
/** The button at a message that waits. */
import { paneOf } from '../core/dom/pane.js';

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  async 'undo-send'(item) {
    const pane = paneOf(item);
    const { undo } = await import('./holding.js');
    await undo(item.view?.message.clientId ?? '', pane);
  },
};
