// @ts-check
/** Confirming an announcement. */
import { toast } from '../core/dom/page.js';
import { explain } from '../core/i18n/words.js';

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  async confirm(item, _, app) {
    const id = item.view?.message.id;
    if (!id) return;
    try {
      await app.link.request('confirm', { message: id });
      app.store.dispatch({ type: 'confirmed', data: { message: id } });
    } catch (error) {
      toast(await explain(error), 'error');
    }
  },
};
