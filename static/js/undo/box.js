// @ts-check
/** The key that takes back what was just sent. */
import { app } from '../core/dom/app.js';
import { pressed } from '../core/dom/keys.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { lastHeld, undo } from './holding.js';

/** @param {HTMLTextAreaElement} area */
export function bind(area) {
  area.addEventListener('keydown', (event) => {
    if (area.value || event.defaultPrevented || pressed(event, 'box') !== 'undoSend') return;
    const pane = paneOf(area);
    const clientId = lastHeld(conversationOf(pane, app().store.get()).key);
    if (!clientId) return;
    event.preventDefault();
    undo(clientId, pane);
  });
}
