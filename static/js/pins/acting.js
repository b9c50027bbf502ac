// @ts-check
/** Pinning a message, and taking it down. */
import { change } from '../core/dom/change.js';
import { t } from '../core/i18n/translate.js';

/** @param {boolean} on @returns {import('../core/dom/registry.js').Act} */
const set = (on) => ({ view }, _, app) => {
  if (view?.message.id) change(app, 'pinMessage', { message: view.message.id, on }, t('The pin was not saved. Please try again.'));
};

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = { pin: set(true), unpin: set(false) };
