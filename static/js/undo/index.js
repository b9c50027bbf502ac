// @ts-check
/** Undo: what one sends waits for some seconds, if one wishes, and can be taken back. */

/** What its person chose stands on the page. */
const seconds = () => Number(/** @type {HTMLDataElement|null} */ (document.querySelector('[data-part="undo-seconds"]'))?.value ?? 0);

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  steps: [{ name: 'hold', each: true, prepare: async (entry) => (seconds() && (await (await import('./holding.js')).hold(entry, seconds() * 1000)), {}) }],
  keys: [{ where: 'box', name: 'undoSend', key: 'z', command: true }],
  keyWords: () => import('./key-words.js'),
  aids: [() => import('./box.js')],
  acting: () => import('./acting.js'),
};
