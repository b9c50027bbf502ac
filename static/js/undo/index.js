// @ts-check
/** Undo: what one sends waits for some seconds, if one wishes, and can be taken back. */
import { t } from '../core/i18n/translate.js';

/** What its person chose stands on the page. */
const seconds = () => Number(/** @type {HTMLDataElement|null} */ (document.querySelector('[data-part="undo-seconds"]'))?.value ?? 0);

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  steps: [{ name: 'hold', each: true, prepare: async (entry) => (seconds() && (await (await import('./holding.js')).hold(entry, seconds() * 1000)), {}) }],
  keys: [{ where: 'box', name: 'undoSend', key: 'z', command: true, says: () => t('In an empty box: take back what you have just sent, if your profile says so') }],
  aids: [() => import('./box.js')],
  acting: () => import('./acting.js'),
};
