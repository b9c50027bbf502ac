// @ts-check
/** Taking a preview away. */
import { change } from '../core/dom/change.js';
import { t } from '../core/i18n/translate.js';

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  'remove-preview'({ view }, button, app) {
    const preview = Number(button?.closest('[data-preview]')?.getAttribute('data-preview'));
    const id = view?.message.id;
    if (id && preview) change(app, 'removePreview', { message: id, preview }, t('The preview is still there. Please try again.'));
  },
};
