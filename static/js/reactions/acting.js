// @ts-check
/** Reacting to a message, and taking it back; who reacted. */
import { change } from '../core/dom/change.js';
import { quickEmoji } from '../core/dom/recent-emojis.js';
import { rememberEmoji } from '../core/dom/used-emojis.js';
import { tonedSurely } from '../core/dom/emojis.js';
import { oneEmoji } from '../core/i18n/letters.js';
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';
import { isMine } from './mine.js';
import { withoutTone } from './tones.js';

/** @typedef {import('../core/dom/registry.js').Act} Act */

/**
 * @param {import('../core/dom/registry.js').Item} item
 * @param {string} chosen
 * @param {import('../core/dom/app.js').App} app
 */
function toggle({ view }, chosen, app) {
  if (!view?.message.id) return;
  const { id, reactions } = view.message;
  // A name of the team's may have digits in it, which are emojis as well.
  const form = chosen.startsWith(':') ? chosen : oneEmoji(chosen);
  const emoji = withoutTone(form);
  const { me, skinTone = 0 } = app.store.get();
  const mine = reactions.some((r) => r.emoji === emoji && isMine(r, me.id));
  // Whoever joins in does so in their own skin tone.
  const own = form === emoji ? tonedSurely(emoji, skinTone) : form;
  change(app, mine ? 'unreact' : 'react', { message: id, emoji: mine ? emoji : own }, t('Your reaction was not saved. Please try again.'));
}

/** @param {number} at @returns {Act} */
const quick = (at) => (item, _, app) => {
  const emoji = quickEmoji(at);
  toggle(item, emoji, app);
  rememberEmoji(emoji);
};

/** @type {Record<string, Act>} */
export const acts = {
  react: (item, button, app) => signal('pickEmoji', { anchor: button ?? item, done: (emoji) => toggle(item, emoji, app), back: item }),
  'toggle-reaction': (item, button, app) => toggle(item, button?.dataset.emoji ?? '', app),
  'quick-0': quick(0),
  'quick-1': quick(1),
  'quick-2': quick(2),
  'who-reacted': async (item) => (await import('./who.js')).openWho(item),
};
