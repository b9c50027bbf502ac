// @ts-check
/** Says that one has read what one is asked to confirm, from wherever one is asked. */
import { toast } from '../core/dom/page.js';
import { explain } from '../core/i18n/words.js';
import { onSignal } from '../core/store/signals.js';

/** @typedef {import('../core/dom/app.js').App} App */

/** @param {App} app @param {number} message its id @returns {Promise<boolean>} whether it is confirmed now */
export async function confirm({ link, store }, message) {
  try {
    await link.request('confirm', { message });
    store.dispatch({ type: 'confirmed', data: { message } });
    return true;
  } catch (error) {
    toast(await explain(error), 'error');
    return false;
  }
}

/** @param {App} app */
export const start = (app) => void onSignal('confirmMessage', async ({ message, done }) => (await confirm(app, message)) && done());
