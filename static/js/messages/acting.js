// @ts-check
/** What is done with a message. Which of it is possible, and how one asks for it, stands in list-actions.js. */
import { oneEmoji } from '../core/i18n/letters.js';
import { isMine } from '../core/store/log.js';
import { confirmed, copy, toast } from '../core/dom/page.js';
import { signal } from '../core/store/signals.js';
import { words } from '../core/i18n/words.js';

/** @param {import('./message-list.js').MessageList} list @returns {Record<string, (item: any, button: any) => void>} by the names of the buttons */
export function actionsOf(list) {
  const { link, store, outbox } = list.app;

  /** @param {string} event @param {object} payload @param {string} failure */
  async function change(event, payload, failure) {
    try {
      const { message } = await link.request(event, payload);
      store.dispatch({ type: 'messageChanged', data: message });
    } catch (/** @type {any} */ error) {
      toast(words.errors[error.code] ?? failure, 'error');
    }
  }

  /** @param {any} item @param {string} chosen */
  function toggle(item, chosen) {
    const { message } = item.view;
    const emoji = oneEmoji(chosen);
    const mine = message.reactions.some((/** @type {any} */ r) => r.emoji === emoji && isMine(r, list.state.me.id));
    change(mine ? 'unreact' : 'react', { message: message.id, emoji }, words.message.reactionFailed);
  }

  /** @param {any} item */
  async function remove(item) {
    const { message } = item.view;
    const own = message.sender.id === list.state.me.id;
    const question = own ? words.message.deleteQuestion : words.message.deleteOthersQuestion(message.sender.displayName);
    if (await confirmed(question, words.message.delete)) await change('deleteMessage', { message: message.id }, words.message.deleteFailed);
    if (item.isConnected) item.focus({ preventScroll: true });
  }

  /** @param {any} item */
  async function copyLink(item) {
    const done = await copy(item.querySelector('[data-part="link"]').href);
    toast(done ? words.message.copied : words.message.copyFailed, done ? 'info' : 'error');
  }

  /** @param {any} item @param {'retry'|'discard'|'mend'} what */
  function retry(item, what) {
    const entry = list.log.pending.find((p) => p.clientId === item.view.message.clientId);
    if (entry) outbox[what](entry);
    document.getElementById('input')?.focus();
  }

  return {
    react: (item, button) => signal('pickEmoji', { anchor: button ?? item, done: (/** @type {string} */ emoji) => toggle(item, emoji), back: item }),
    reply: (item) => signal('reply', { message: item.view.message }),
    edit: (item) => {
      item.querySelector('.message-actions')?.remove();
      item.edit(() => item.focus({ preventScroll: true }));
    },
    delete: remove,
    'copy-link': copyLink,
    'toggle-reaction': (item, button) => toggle(item, button.dataset.emoji),
    retry: (item) => retry(item, 'retry'),
    discard: (item) => retry(item, 'discard'),
    mend: (item) => retry(item, 'mend'),
  };
}
