// @ts-check
/** What is done with a message. When it is possible stands in `index.js`, and how one asks for it in `list-actions.js`. */
import { change } from '../core/dom/change.js';
import { part } from '../core/dom/element.js';
import { wentFrom } from '../core/dom/focus.js';
import { announce, confirmed, copy, toast } from '../core/dom/page.js';
import { conversationOf, paneOf, tellPane } from '../core/dom/pane.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';

/**
 * @typedef {import('../core/dom/registry.js').Act} Act
 * @typedef {import('../core/store/log.js').Pending} Pending
 */

/** @type {Act} */
async function remove(item, _, app) {
  const message = item.view?.message;
  if (!message?.id) return;
  if (message.sender.id === app.store.get().me.id) return (await import('./undoing.js')).holdDelete(item, app);
  const question = t('Delete this message of {name}? This cannot be undone.', { name: isolated(message.sender.displayName) });
  if (await confirmed(question, t('Delete'))) await change(app, 'deleteMessage', { message: message.id }, t('The message was not deleted. Please try again.'));
  if (item.isConnected && !wentFrom(item)) item.focus({ preventScroll: true });
}

/** @type {Act} */
async function copyLink(item) {
  const done = await copy(part(item, 'link', HTMLAnchorElement).href);
  toast(done ? t('Link copied') : words.message.copyFailed, done ? 'info' : 'error');
}

/** @type {Act} */
async function markUnread(item, _, { link }) {
  const message = item.view?.message;
  if (!message?.seq) return;
  try {
    // What becomes of it is told to all of one's pages, this one among them.
    await link.request('markUnread', { room: message.room, seq: message.seq });
    announce(t('Unread from here'));
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** What one does with one's own message that was not sent. @param {'retry'|'discard'|'mend'} what @returns {Act} */
const unsent = (what) => (item, _, app) => {
  const state = app.store.get();
  const { key } = conversationOf(paneOf(item), state);
  const entry = state.logs[key]?.pending.find((p) => p.clientId === item.view?.message.clientId);
  if (entry) app.outbox[what](entry);
  tellPane(item, 'focusInput');
};

/** @type {Record<string, Act>} */
export const acts = {
  reply: (item) => item.view?.message.id && tellPane(item, 'reply', { message: item.view.message.id }),
  edit: (item) => {
    item.querySelector('.message-actions')?.remove();
    item.edit(() => item.focus({ preventScroll: true }));
  },
  delete: remove,
  'undo-delete': async (...args) => (await import('./undoing.js')).undoDelete(...args),
  'copy-link': copyLink,
  'mark-unread': markUnread,
  more: async (...args) => (await import('./menu.js')).openMenu(...args),
  retry: unsent('retry'),
  discard: unsent('discard'),
  mend: unsent('mend'),
};
