// @ts-check
import { app } from '../core/dom/app.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';

/** Whether what is written there is encrypted: the server must not learn which emojis stand in it. @param {Element} node */
export function isSecret(node) {
  const state = app().store.get();
  return Boolean(state.rooms[conversationOf(paneOf(node), state).room ?? 0]?.encrypted);
}
