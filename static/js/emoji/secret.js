// @ts-check
import { app } from '../core/dom/app.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';

/** Whether what is written there is encrypted, whatever the server says of it by now: it must not learn which emojis stand in it. @param {Element} node */
export function isSecret(node) {
  const { features, store } = app();
  return Boolean(features.keeping?.of(conversationOf(paneOf(node), store.get()).room ?? 0));
}
