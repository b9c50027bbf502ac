// @ts-check
/** Reacting to a message, and taking it back. */
import { change } from '../core/dom/change.js';
import { oneEmoji } from '../core/i18n/letters.js';
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';
import { isMine } from './mine.js';

/**
 * @param {import('../core/dom/registry.js').Item} item
 * @param {string} chosen
 * @param {import('../core/dom/app.js').App} app
 */
function toggle({ view }, chosen, app) {
  if (!view?.message.id) return;
  const { id, reactions } = view.message;
  const emoji = oneEmoji(chosen);
  const mine = reactions.some((r) => r.emoji === emoji && isMine(r, app.store.get().me.id));
  change(app, mine ? 'unreact' : 'react', { message: id, emoji }, t('Your reaction was not saved. Please try again.'));
}

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  react: (item, button, app) => signal('pickEmoji', { anchor: button ?? item, done: (emoji) => toggle(item, emoji, app), back: item }),
  'toggle-reaction': (item, button, app) => toggle(item, button?.dataset.emoji ?? '', app),
};
