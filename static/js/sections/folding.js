// @ts-check
/** Folds a section, or shows all of it again: here at once, and on all of one's pages. */
import { toast } from '../core/dom/page.js';
import { onSignal } from '../core/store/signals.js';
import { explain } from '../core/i18n/words.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ link, store }) {
  onSignal('foldSection', async ({ section, folded }) => {
    const before = store.get().sections;
    const sections = before.map((one) => (one.id === section ? { ...one, folded } : one));
    store.dispatch({ type: 'sectionsChanged', data: { sections } });
    try {
      await link.request('editSection', { section, folded });
    } catch (error) {
      if (store.get().sections === sections) store.dispatch({ type: 'sectionsChanged', data: { sections: before } });
      toast(await explain(error), 'error');
    }
  });
}
