// @ts-check
/** Saving a message for later, and removing it. */
import { toast } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';

/** @param {import('../core/dom/app.js').App} app @param {number|null|undefined} message @param {boolean} on */
async function set({ link, store }, message, on) {
  if (!message) return;
  try {
    await (on ? link.request('saveMessage', { message }) : link.request('forgetMessage', { message }));
    store.dispatch({ type: 'bookmarkChanged', data: { message, saved: on, due: store.get().savedDue } });
    toast(on ? t('Saved for later') : t('Removed from saved messages'));
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  save: (item, _, app) => set(app, item.view?.message.id, true),
  unsave: (item, _, app) => set(app, item.view?.message.id, false),
  remind: async (item, _, app) => item.view?.message.id && (await import('./reminding.js')).openRemind(app, item.view.message.id, item),
};
